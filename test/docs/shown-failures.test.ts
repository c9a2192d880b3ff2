import { expect, test } from 'vitest'
import { findTodo, partOf } from '#kit/course/manifest.ts'
import { sharedRun } from '../support/shared-run.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { readText } from './handouts/handout.ts'

/** A page that shows a failure, and the mistake that causes it. */
interface Shown {
  page: string
  /** The TODO that is wrong, and those before it that are right. */
  wrong: string
  right: readonly string[]
  change: readonly [from: string, to: string]
}

const shown: readonly Shown[] = [
  {
    page: 'README.md',
    wrong: '1.2',
    right: ['1.1'],
    change: ['sum(dout, 0)', 'mul(sum(dout, 0), 1 / dout.shape[0])'],
  },
  {
    page: 'docs/reading-a-failure.md',
    wrong: '2.4',
    right: ['2.1', '2.2', '2.3'],
    change: ['div(dmean, N)', 'dmean'],
  },
]

/** Returns the blocks of a page that show what a failing check prints. */
const failuresOn = (page: string): string[] =>
  Array.from(readText(page).matchAll(/^```(.*)\n([^]*?)^```$/gm))
    .filter(([, language, block]) => language === '' && /^Wrong answer|^ +[×✓] |^ +Wrong /m.test(block))
    .map(([, , block]) => block)

/** The seed of the cases that the page shows. */
const seedOf = (page: string): string | undefined => /REPLAY=(-?\d+)/.exec(failuresOn(page).join(''))?.[1]

const run = sharedRun(async () => {
  const kit = new TemporaryKit()
  for (const { wrong, right, change } of shown) {
    const handout = `assignments/${partOf(wrong).folder}/README.md`
    kit.write(handout, readText(handout))
    for (const id of right) kit.fill(id)
    kit.fill(wrong, (code) => code.replace(...change))
  }
  const files = shown.map(({ wrong }) => findTodo(wrong).checks)
  const only = ['-t', shown.map(({ wrong }) => `${wrong} `).join('|')]
  const seed = shown.map(({ page }) => seedOf(page)).find((each) => each !== undefined)
  return kit.grade(files[0], { REPLAY: seed }, [...files.slice(1), ...only])
})

/** Returns the lines of an output without what depends on the colours, the time and how many parts were run. */
const linesOf = (output: string): string[] =>
  output
    .replaceAll('|assignments|', ' assignments ')
    .replaceAll(/ \d+ms$/gm, '')
    .replaceAll(/^( +Part \d) +(\w+) +/gm, '$1 $2 ')
    .split('\n')

/** This line is printed only where the other failures are left out. */
const MORE = /^ +(\d+) more checks? of this TODO fail.*\n/m

test.for(shown)('$page shows a failure as it is', async ({ page, wrong }) => {
  const { output, checks } = await run()
  const printed = new Set(linesOf(output))
  const failures = failuresOn(page).join('')
  // What comes next is in the part that was run first.
  const lines = linesOf(failures.replace(MORE, '')).filter((line) => !line.startsWith('  Next '))
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.filter((line) => !printed.has(line))).toEqual([])
  const failed = checks.filter(({ status, meta }) => status === 'failed' && meta.todo === wrong)
  const more = MORE.exec(failures)?.[1] ?? failed.length - 1
  expect(Number(more)).toBe(failed.length - 1)
})
