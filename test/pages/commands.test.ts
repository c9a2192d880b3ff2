import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { commandsOf, pagesIn, root } from '../docs/pages.ts'
import { firstFreeFolder } from '../support/folders.ts'
import { runCommand } from '../support/run-command.ts'

/**
 * The commands that can be run here. The others download, publish, do not end by themselves, take many minutes, or have
 * their own tests.
 */
const RUN = [
  /^npx kit (?!init|release|update|watch|demo|\.\.\.)/,
  /^npx kit$/,
  /^npx vitest run (?!--project )/,
  /^npm run (?:kit|leaderboard|doctor|typecheck|train|experiment)(?: (?!\.\.\.)|$)/,
]
/** A placeholder, such as NETWORK. */
const PLACEHOLDER = /\b[A-Z]{3,}\b/
/**
 * These may end with an error: their arguments are missing, they ask first and nobody answers, or there is no answer by
 * the learner yet.
 */
const MAY_REFUSE =
  /^(?:npx kit(?: hint| skip| grade| reset(?: .*)?| answer .*)?|npm run (?:train|experiment))$/

const places = {
  'the kit': (folder: string) =>
    cpSync(root, folder, {
      recursive: true,
      filter: (path) => !/^(?:node_modules|\.git|\.kit|runs|site)$/.test(basename(path)),
    }),
  "a learner's folder": copyForLearner,
}

describe.for(Object.entries(places))('in %s', ([, makeFolder]) => {
  const folder = firstFreeFolder('commands')
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  makeFolder(folder)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // Somebody has written everything.
  for (const [file, code] of readSolutions(root)) writeFileSync(join(folder, 'assignments', file), code)

  const commands = pagesIn(folder).flatMap((page) => commandsOf(readFileSync(join(folder, page), 'utf8')))
  const run = [...new Set(commands)].filter(
    (command) => RUN.some((some) => some.test(command)) && !PLACEHOLDER.test(command),
  )

  test('there are many', () => {
    expect(run.length).toBeGreaterThan(50)
  })

  test.for(run)('%s', { timeout: 300_000 }, async (command) => {
    const { status, output } = await runCommand(quick(command), {
      cwd: folder,
      env: { CIFAR10_DIR: join(folder, 'no-such-folder') },
    })
    expect(output).toMatch(/\w/)
    const allowed = MAY_REFUSE.test(command) ? [0, 1] : [0]
    expect(allowed, output).toContain(status)
    expect(output).not.toMatch(/^ +at .*:\d+:\d+/m)
  })
})

/** Returns the words of a command. A training takes fewer images and one epoch. */
function quick(command: string): [string, ...string[]] {
  const [tool, ...words] = command.match(/"[^"]*"|'[^']*'|\S+/g)!.map((word) => word.replaceAll(/["']/g, ''))
  // The command `kit` of the folder itself is not installed in it.
  if (tool === 'npx' && words[0] === 'kit') return ['npm', 'run', '--silent', 'kit', '--', ...words.slice(1)]
  const trains = /^npm run (?:train|experiment) \S+ \S/.test(command) && !/--(?:help|resume)/.test(command)
  return [tool, ...words, ...(trains ? ['--epochs', '1', '--train-size', '300'] : [])]
}
