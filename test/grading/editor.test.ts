import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { RunningVitest } from '../support/running-vitest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { root } from '#kit/system/root.ts'

interface Matcher {
  /** With `line` instead of `location`, VS Code would take the message for the column, and underline nothing. */
  pattern: { regexp: string; file: number; location: number; message: number }
  background?: { beginsPattern: string; endsPattern: string }
}
const read = <Json>(path: string): Json => JSON.parse(readFileSync(join(root, path), 'utf8')) as Json
const { tasks } = read<{ tasks: { label: string; command: string; problemMatcher: Matcher | [] }[] }>(
  '.vscode/tasks.json',
)

test("the editor's tasks call commands that exist", () => {
  for (const { command } of tasks) {
    const [, npm, name] = /^(npx|npm run) (\S+)/.exec(command)!
    const known = npm === 'npm run' ? packageJson.scripts : { ...packageJson.bin, vitest: '' }
    expect(Object.keys(known)).toContain(name)
  }
})

test("the editor's debugger starts commands of the kit", () => {
  const { configurations } = read<{
    configurations: { runtimeExecutable: string; runtimeArgs: [string, string] }[]
  }>('.vscode/launch.json')
  for (const { runtimeExecutable, runtimeArgs } of configurations)
    expect([runtimeExecutable, ...runtimeArgs.slice(0, 2)]).toEqual(['npx', 'kit', 'check'])
})

test("the editor finds the place and the cause of every mistake in the reporter's lines", async () => {
  const matchers = tasks.flatMap(({ problemMatcher }) =>
    'pattern' in problemMatcher ? [problemMatcher.pattern] : [],
  )
  expect(matchers.length).toBeGreaterThan(0)
  const kit = new TemporaryKit()
  kit.fill('1.1', (code) => code.replace('add(matmul(rows, w), b)', 'matmul(rows, w)'))
  const { output } = await kit.grade('layers.check')
  for (const { regexp, file, location, message } of matchers) {
    const problems = output.split('\n').flatMap((text) => new RegExp(regexp).exec(text) ?? [])
    expect(problems[file]).toBe('assignments/1-fully-connected/layers.ts')
    expect(kit.read(problems[file]).split('\n')[Number(problems[location]) - 1]).toContain('// TODO 1.1:')
    expect(problems[message]).toMatch(/^TODO 1\.1, affineForward: .*out/)
  }
})

test('the editor sees where a run of the watcher begins and ends, and what is wrong in it', async () => {
  const kit = new TemporaryKit()
  const vitest = new RunningVitest(kit.root, '--watch', 'layers.check')
  await vitest.sees('file changes...')
  kit.fill('1.1', (code) => code.replace('add(matmul(rows, w), b)', 'matmul(rows, w)'))
  await vitest.sees('file changes...', 2)
  const { problemMatcher } = tasks.find(({ command }) => command === 'npx kit watch')!
  const { pattern, background } = problemMatcher as Required<Matcher>
  const meanings = { begin: background.beginsPattern, wrong: pattern.regexp, end: background.endsPattern }
  const seen = vitest.output
    .split('\n')
    .flatMap((line) => Object.entries(meanings).filter(([, regexp]) => new RegExp(regexp).test(line)))
    .map(([meaning]) => meaning)
  expect(seen).toEqual(['begin', 'end', 'begin', 'wrong', 'end'])
})

test.each([
  '  No change seen yet. If you save a file and nothing happens, quit and start',
  '  Last change seen: assignments/1-fully-connected/layers.ts at 12:00:00.',
])('the editor sees that a run is over by "%s"', (line) => {
  const { problemMatcher } = tasks.find(({ command }) => command === 'npx kit watch')!
  expect(line).toMatch(new RegExp((problemMatcher as Required<Matcher>).background.endsPattern))
})

test('the container has the recommended extensions, and is set up as the README says', () => {
  const { recommendations } = read<{ recommendations: string[] }>('.vscode/extensions.json')
  const container = read<{
    postCreateCommand: string
    forwardPorts: number[]
    customizations: { vscode: { extensions: string[] } }
  }>('.devcontainer/devcontainer.json')
  expect(container.customizations.vscode.extensions).toEqual(recommendations)
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  expect(readme).toContain(`\n${container.postCreateCommand} && npx vitest run\n`)
  // The default port of `npm run ui`.
  expect(container.forwardPorts).toEqual([51204])
})

test("the editor's own TypeScript is the installed one", () => {
  const folder = read<Record<string, string>>('.vscode/settings.json')['js/ts.tsdk.path']
  expect(existsSync(join(root, folder, 'tsserver.js'))).toBe(true)
})

test("go to definition leads from a check to the learner's file", () => {
  const check = join(root, 'checks/1-fully-connected/1-layers.check.ts')
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getScriptFileNames: () => [check],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = ts.sys.readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getCurrentDirectory: () => root,
  })
  for (const place of ["import('#work/", '} = affineForward']) {
    const position = readFileSync(check, 'utf8').indexOf(place) + place.length - 1
    const files = service.getDefinitionAtPosition(check, position)?.map(({ fileName }) => fileName)
    expect(files).toContain(join(root, 'assignments/1-fully-connected/layers.ts'))
  }
})
