import { afterAll, expect, test } from 'vitest'
import { BothWays } from '../proof/audit/agreement.ts'
import { attempt } from '../proof/audit/mutate.ts'
import { mutants, strangers } from '../proof/mistakes.ts'

const both = new BothWays()
afterAll(() => both.dismiss())

const tasks = [...mutants, ...strangers].map(attempt)
/** Enough time in milliseconds, also on a busy machine. */
const timeout = 30_000 * tasks.length

test(
  'every mistake is judged alike in the process of the checks and in one of its own',
  { timeout },
  async () => {
    expect(await both.disagreements(tasks, ({ mutant }) => `${mutant.todo} ${mutant.mistake}`)).toEqual([])
  },
)
