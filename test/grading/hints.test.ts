import { afterAll, expect, test } from 'vitest'
import { hints } from '#kit/grading/hints/index.ts'
import { manifest, type Todo } from '#kit/grading/manifest.ts'
import { Crew } from '../audit/crew.ts'
import { attempt, judge } from '../audit/mutate.ts'
import { mutants } from '../mutants/index.ts'
import type { Mutant } from '../mutants/mutant.ts'

const todos = manifest.flatMap((part) => part.todos)

/** The mistakes in a TODO whose failures must say something that an explanation matches. */
const leadingTo = (explanation: RegExp, { id }: Todo): Mutant[] =>
  mutants.filter(({ todo, says }) => todo === id && explanation.test(says.source.replaceAll('\\', '')))

test.for(todos)('every hint of $id $title that follows a failure follows one that there is', (todo) => {
  const after = hints[todo.id].after ?? []
  const never = after.filter(([explanation]) => leadingTo(explanation, todo).length === 0)
  expect(never).toEqual([])
})

test('no hint is for what every wrong answer is told', () => {
  const told = [
    'Wrong answer: out is wrong in 3 of 6 elements (relative error 1.2e-1, allowed 1e-9).',
    'Wrong answer: loss is 2.5, but should be 2.302585 (off by 0.197415).',
  ]
  const vague = todos.flatMap(({ id }) =>
    (hints[id].after ?? [])
      .filter(([explanation]) => told.some((line) => explanation.test(line)))
      .map(([explanation]) => [id, explanation]),
  )
  expect(vague).toEqual([])
})

const crew = new Crew()
afterAll(() => crew.dismiss())

// A sample; `npm run grade:audit` tries everything.
const sample = todos
  .flatMap((todo) =>
    (hints[todo.id].after ?? []).map(([explanation]) => ({ id: todo.id, explanation, todo })),
  )
  .filter((_, i) => i % 25 === 0)

test.for(sample)('a mistake in $id fails with $explanation', async ({ explanation, todo }) => {
  const said: string[] = []
  for (const mutant of leadingTo(explanation, todo)) {
    said.push(...judge(mutant, await crew.do({ ...attempt(mutant), enough: explanation })).said)
    if (said.some((line) => explanation.test(line))) break
  }
  expect(said).toContainEqual(expect.stringMatching(explanation))
})
