import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { filesIn } from '#kit/course/handed-out.ts'
import { wholeKit, type Part } from '#kit/course/manifest.ts'
import { brokenLinks, commandsOf, pagesIn } from '../../docs/pages.ts'
import { temporaryFolder } from '../../support/folders.ts'

const parent = temporaryFolder(afterAll)

/** Choices of parts in which every part is missing at least twice, and there without its neighbours. */
const choices = [[1], [1, 2, 3], [1, 3, 6], [1, 5, 6], [1, 2, 4, 6], [1, 2, 4, 5]]

/** What these pages say about other parts is a measurement, or the example of a failure. */
const TRUE_FOR_EVERYBODY = ['docs/speed.md', 'docs/reading-a-failure.md']

/** Code that learners read or import, and that whose texts they see. */
const READ_BY_LEARNERS =
  /^(?:assignments|data|kit\/(?:tensor|layers|network|solver|training|experiments|course\/hints))\/.*\.ts$/

/** Numbers of TODOs and questions, and not numbers that somebody has measured. */
const NUMBERED = /(?:\[|\(|\| |^|\b(?:TODOs?|questions?|in|to|and|or|for|of) )(\d\.\d+)(?=[\]), .:]|$)/gi

/** Returns the lines of a page that are about a part. */
const linesAbout = ({ number, folder, todos }: Part, page: string): string[] =>
  page
    .replaceAll(/^( *)```[^]*?^\1```$/gm, '')
    .replaceAll(/<!--.*?-->|!\[.*?\]\(.*?\)/gs, '')
    .split('\n')
    .filter(
      (line) =>
        line.includes(folder) ||
        Array.from(line.matchAll(/\bParts? [\d, toand]+/g)).some(([words]) => words.includes(`${number}`)) ||
        (number === 5 && /\(trick \d\)/.test(line)) ||
        Array.from(line.matchAll(NUMBERED)).some(([, id]) => todos.some((todo) => todo.id === id)),
    )

describe.for(choices.map((chosen) => [chosen.join(', '), chosen] as const))(
  'a course of Parts %s',
  ([name, chosen]) => {
    const folder = join(parent, name)
    copyForLearner(folder, { solutions: false, course: { parts: chosen }, release: true })
    const pages = pagesIn(folder)
    const read = (page: string): string => readFileSync(join(folder, page), 'utf8')

    test('has no link that leads nowhere', () => {
      expect(pages.flatMap((page) => brokenLinks(folder, page).map((link) => `${page}: ${link}`))).toEqual([])
    })

    test('says nothing about the other parts', () => {
      const others = wholeKit.filter(({ number }) => !chosen.includes(number))
      const about = pages
        .filter((page) => !TRUE_FOR_EVERYBODY.includes(page))
        .flatMap((page) =>
          others.flatMap((part) => linesAbout(part, read(page)).map((line) => `${page}: ${line}`)),
        )
      expect(about).toEqual([])
    })

    test('nor does the code that learners read, or a command prints', () => {
      const others = wholeKit.filter(({ number }) => !chosen.includes(number))
      const about = filesIn(folder)
        .filter((path) => READ_BY_LEARNERS.test(path))
        .flatMap((path) =>
          others.flatMap((part) =>
            linesAbout(
              part,
              read(path).replaceAll(/^.*(?:'#work\/|does not belong to this course).*$/gm, ''),
            ).map((line) => `${path}: ${line}`),
          ),
        )
      expect(about).toEqual([])
    })

    test('has no network that uses code which is not in it', () => {
      const files = filesIn(folder)
      const recipes = files.filter((path) => /^assignments\/6-cifar10\/.*\.ts$/.test(path))
      const missing = recipes.flatMap((path) =>
        Array.from(read(path).matchAll(/'(\.[^']+\.ts)'/g), ([, source]) =>
          posix.join('assignments/6-cifar10', source),
        ).filter((file) => !files.includes(file)),
      )
      expect(missing).toEqual([])
      // Without Part 4, there is nothing that --no-fast could use.
      const choosesFast = recipes.filter((path) => /^ {2}fast: true,$/m.test(read(path)))
      expect(choosesFast.length).toBe(Number(chosen.includes(4) && chosen.includes(6)))
    })

    test('names no experiment and no network that is not in it', () => {
      const experiments = Array.from(
        readFileSync(join(folder, 'kit/experiments/index.ts'), 'utf8').matchAll(/^ {2}'?([\w-]+)'?: \{/gm),
        ([, found]) => found,
      )
      const files = filesIn(folder)
      const missing = pages
        .filter((page) => !TRUE_FOR_EVERYBODY.includes(page))
        .flatMap((page) =>
          commandsOf(read(page)).filter((command) => {
            const [, what, named] = /^npm run (experiment|train) -- ([\w-]+)/.exec(command) ?? []
            return (
              (what === 'experiment' && named === named.toLowerCase() && !experiments.includes(named)) ||
              (what === 'train' &&
                named === named.toLowerCase() &&
                !files.includes(`assignments/6-cifar10/${named}.ts`))
            )
          }),
        )
      expect(missing).toEqual([])
    })
  },
)
