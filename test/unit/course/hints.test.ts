import { afterAll, expect, test } from 'vitest'
import { vagueCauses, type Expected } from '#kit/course/causes/index.ts'
import { hints } from '#kit/course/hints/index.ts'
import { manifest, type Todo } from '#kit/course/manifest.ts'
import { ProcessPool } from '../../proof/audit/process-pool.ts'
import { attempt, judge } from '../../proof/audit/mutate.ts'
import { names, type Outcome } from '../../proof/audit/outcome.ts'
import { mutants } from '../../proof/mistakes.ts'
import type { Mistake } from '#kit/course/mistakes/mistake.ts'

const todos = manifest.flatMap((part) => part.todos)

/** Returns the mistakes in a TODO that must get one of these causes. */
const leadingTo = (wanted: readonly Expected[], { id }: Todo): Mistake[] =>
  mutants.filter(
    ({ todo, causes }) =>
      todo === id &&
      causes.some((cause) => wanted.some((one) => cause === one || cause.startsWith(`${one} of `))),
  )

test.for(todos)('every hint of $id $title that follows a failure follows one that there is', (todo) => {
  const after = hints[todo.id].after ?? []
  const never = after.filter(([causes]) => leadingTo(causes, todo).length === 0)
  expect(never).toEqual([])
})

test('no hint is for what every wrong answer is told', () => {
  const vague = todos.flatMap(({ id }) =>
    (hints[id].after ?? []).filter(([causes]) =>
      causes.some((cause) => (vagueCauses as readonly Expected[]).includes(cause)),
    ),
  )
  expect(vague).toEqual([])
})

const pool = new ProcessPool()
afterAll(() => pool.dismiss())

// A sample; `npm run grade:audit` tries everything.
const sample = todos
  .flatMap((todo) => (hints[todo.id].after ?? []).map(([causes]) => ({ id: todo.id, causes, todo })))
  .filter((_, i) => i % 25 === 0)

test.for(sample)('a mistake in $id leads to the hint after $causes.0', async ({ causes, todo }) => {
  const failed: Outcome[] = []
  for (const mutant of leadingTo(causes, todo)) {
    failed.push(...judge(mutant, await pool.do(attempt(mutant))).failed)
    if (failed.some((outcome) => names(outcome, causes))) return
  }
  expect(failed, 'checks that fail with the cause').toEqual([])
})
