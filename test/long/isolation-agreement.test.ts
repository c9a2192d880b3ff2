import { basename } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BothWays } from '../proof/audit/agreement.ts'
import { trials } from '../proof/audit/alternatives.ts'
import { attempt } from '../proof/audit/mutate.ts'
import { everyTodo } from '../proof/audit/todos-named.ts'
import { mutants, strangers } from '../proof/mistakes.ts'

// test/sweeps/agreement.test.ts tries every mistake.
const sample = [...mutants, ...strangers].filter((_, i) => i % 120 === 0)

/** Enough time in milliseconds, also on a busy machine. */
const timeout = 3_600_000

const both = new BothWays()
afterAll(() => both.dismiss())

test(
  'a mistake is judged alike in the process of the checks and in one of its own',
  { timeout },
  async () => {
    expect(
      await both.disagreements(sample.map(attempt), ({ mutant }) => `${mutant.todo} ${mutant.mistake}`),
    ).toEqual([])
  },
)

test('right solutions in every style are judged alike as well', { timeout }, async () => {
  expect(
    await both.disagreements(
      trials(everyTodo, 1),
      ({ style, checkFile }) => `${style} ${basename(checkFile)}`,
    ),
  ).toEqual([])
})
