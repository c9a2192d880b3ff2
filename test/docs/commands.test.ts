import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { questionsOf } from '#kit/course/answers/questions.ts'
import { manifest } from '#kit/course/manifest.ts'
import { commandsOf, pagesIn, root } from './pages.ts'
import { temporaryFolder } from '../support/folders.ts'

const { scripts, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'scripts' | 'bin',
  Record<string, string>
>
const todos = manifest.flatMap((part) => part.todos.map(({ id }) => id))
const questions = manifest.flatMap((part) => questionsOf(part, root).map(({ id }) => id))

const commands = pagesIn(root).flatMap((page) =>
  commandsOf(readFileSync(join(root, page), 'utf8')).map((command) => ({ page, command })),
)

test('the pages are full of commands', () => {
  expect(commands.length).toBeGreaterThan(100)
})

test.for(unique(commands))('$page: $command', async ({ command }) => {
  expect(await problemsOf(command)).toEqual([])
})

test("the pages of a learner's own folder name only scripts that it has", () => {
  const folder = temporaryFolder()
  copyForLearner(folder)
  const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: object }
  const missing = pagesIn(folder).flatMap((page) =>
    commandsOf(readFileSync(join(folder, page), 'utf8'))
      .filter((command) => !((/^npm run ([\w:-]+)/.exec(command)?.[1] ?? 'test') in own.scripts))
      .map((command) => `${page}: ${command}`),
  )
  expect(missing).toEqual([])
})

/** Returns what is wrong with a command: a script, program, subcommand, option, file, TODO or question that there is not. */
async function problemsOf(command: string): Promise<string[]> {
  const [tool, name, ...words] = command.split(' ').filter((word) => word !== '--' && word !== "'--'")
  if (tool === 'npx' && name in bin) return problemsWith(bin[name], words)
  if (tool === 'npx') {
    const files = words.filter((word) => /^(?:checks|test|kit)\//.test(word))
    return [`node_modules/.bin/${name}`, ...files].filter((file) => !existsSync(join(root, file)))
  }
  if (name !== 'run') return ['ci', 'install', 'test'].includes(name) ? [] : [name]
  const [script, ...given] = words
  if (!(script in scripts)) return [`npm run ${script}`]
  const [, file] = /\b([\w/-]+\.ts|kit\/[\w/-]+\.js)$/.exec(scripts[script]) ?? []
  return file === undefined ? [] : problemsWith(file, given)
}

/** Returns what is wrong with the arguments of a command of the kit, according to its help text. */
async function problemsWith(file: string, words: string[]): Promise<string[]> {
  if (words.length === 0) return []
  const help = await helpOf(file)
  const subcommands = Array.from(help.matchAll(/^ {2}([a-z][\w-]+) (?:\[|<| )/gm), ([, name]) => name)
  const subcommand = subcommands.length > 0 && /^[a-z]/.test(words[0]) ? words[0] : undefined
  if (subcommand !== undefined && !subcommands.includes(subcommand)) return [subcommand]
  const known = subcommand === 'answer' ? questions : todos
  const unknownNumbers = words.filter((word) => /^[1-9]\.\d+$/.test(word) && !known.includes(word))
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace('--no-', '--'))
  if (options.length === 0) return unknownNumbers
  const own = subcommand === undefined ? help : await helpOf(file, subcommand)
  return [...unknownNumbers, ...options.filter((option) => !new RegExp(`${option}\\b`).test(own))]
}

const helps = new Map<string, Promise<string>>()

/** Returns the output of `--help`, which does not start any training. */
function helpOf(file: string, ...subcommand: string[]): Promise<string> {
  const key = [file, ...subcommand].join(' ')
  const known = helps.get(key)
  if (known) return known
  const help = promisify(execFile)(process.execPath, [join(root, file), ...subcommand, '--help'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '200' },
  }).then(({ stdout }) => stdout)
  helps.set(key, help)
  return help
}

/**
 * Returns each command once, with the first page that has it. Commands with placeholders such as NETWORK are left out.
 */
function unique(all: typeof commands): typeof commands {
  const seen = new Set<string>()
  return all.filter(({ command }) => {
    const isNew = !seen.has(command) && !/\b[A-Z]{3,}\b|\.\.\./.test(command)
    seen.add(command)
    return isNew
  })
}

test.for([
  ['npm run trian', ['npm run trian']],
  ['npm run train -- nine-layer', ['nine-layer']],
  ['npm run train -- two-layer --epoch 3', ['--epoch']],
  ['npm run experiment -- overfit --data tiny --sead 1', ['--sead']],
  ['npx kit hint 1.17', ['1.17']],
  ['npx kit answer 1.16', ['1.16']],
  ['npx vitest run checks/1-fully-connected/1-layer.check.ts', ['checks/1-fully-connected/1-layer.check.ts']],
  ['npx vitesst', ['node_modules/.bin/vitesst']],
] as const)('"%s" would be noticed', async ([command, problems]) => {
  expect(await problemsOf(command)).toEqual(problems)
})
