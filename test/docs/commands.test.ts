import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { copyForLearner } from '#kit/cli/kit/learner-copy.ts'
import { manifest } from '#kit/grading/manifest.ts'
import { commandsOf, pagesIn, root } from './pages.ts'

const { scripts, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'scripts' | 'bin',
  Record<string, string>
>
const todos = manifest.flatMap((part) => part.todos.map(({ id }) => id))

const commands = pagesIn(root).flatMap((page) =>
  commandsOf(readFileSync(join(root, page), 'utf8')).map((command) => ({ page, command })),
)

test('the pages are full of commands', () => {
  expect(commands.length).toBeGreaterThan(100)
})

test.for(unique(commands))('$page: $command', async ({ command }) => {
  const [tool, ...words] = command.split(' ')
  if (tool === 'npx') await expectProgram(words)
  else if (words[0] === 'run') await expectScript(words.slice(1).filter((word) => word !== '--'))
  else expectBuiltIn(words[0])
})

test("the pages of a learner's own folder name only scripts that it has", () => {
  const folder = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  copyForLearner(folder)
  const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: object }
  const missing = pagesIn(folder).flatMap((page) =>
    commandsOf(readFileSync(join(folder, page), 'utf8'))
      .filter((command) => !((/^npm run ([\w:-]+)/.exec(command)?.[1] ?? 'test') in own.scripts))
      .map((command) => `${page}: ${command}`),
  )
  expect(missing).toEqual([])
})

/** `npm NAME`: what npm does by itself, or the script of the same name. */
const expectBuiltIn = (name: string): void => expect(['ci', 'install', 'test']).toContain(name)

/** `npm run NAME`, or `npm run NAME -- ARGUMENTS` with what the help of the command knows. */
async function expectScript([name, ...words]: string[]): Promise<void> {
  expect(Object.keys(scripts), `there is no script ${name}`).toContain(name)
  const [, file] = /\b([\w/-]+\.ts)$/.exec(scripts[name]) ?? []
  if (words.length > 0 && file !== undefined) await expectArguments(file, words)
}

/** `npx NAME` for a program that is installed or the kit's own. */
async function expectProgram([name, ...words]: string[]): Promise<void> {
  if (name in bin) return expectArguments(bin[name].replace(/js$/, 'ts'), words)
  expect(existsSync(join(root, 'node_modules/.bin', name)), `${name} is not installed`).toBe(true)
  const files = words.filter((word) => /^(?:checks|test|kit)\//.test(word))
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
}

/** That a command line of the kit has this subcommand and these options, by what it says of itself. */
async function expectArguments(file: string, words: string[]): Promise<void> {
  if (words.length === 0) return
  const help = await helpOf(file)
  const subcommands = Array.from(help.matchAll(/^ {2}([a-z][\w-]+) (?:\[|<| )/gm), ([, name]) => name)
  const subcommand = subcommands.length > 0 && /^[a-z]/.test(words[0]) ? words[0] : undefined
  if (subcommand !== undefined) expect(subcommands).toContain(subcommand)
  const unknown = words.filter((word) => /^\d\.\d+$/.test(word) && !todos.includes(word))
  expect(unknown, 'there is no such TODO').toEqual([])
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace('--no-', '--'))
  if (options.length === 0) return
  const own = subcommand === undefined ? help : await helpOf(file, subcommand)
  expect(options.filter((option) => !new RegExp(`${option}\\b`).test(own))).toEqual([])
}

const helps = new Map<string, Promise<string>>()

/** What `--help` prints; nothing is trained for that. */
function helpOf(file: string, ...subcommand: string[]): Promise<string> {
  const key = [file, ...subcommand].join(' ')
  const known = helps.get(key)
  if (known) return known
  const help = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', join(root, file), ...subcommand, '--help'],
    { cwd: root, env: { ...process.env, NO_COLOR: '1', COLUMNS: '200' } },
  ).then(({ stdout }) => stdout)
  helps.set(key, help)
  return help
}

/** Each command once, with the first page that has it; NETWORK, NAME and the like stand for something else. */
function unique(all: typeof commands): typeof commands {
  const seen = new Set<string>()
  return all.filter(({ command }) => {
    const isNew = !seen.has(command) && !/\b[A-Z]{3,}\b|\.\.\./.test(command)
    seen.add(command)
    return isNew
  })
}
