import { expect, test } from 'vitest'
import { adaptedTo } from '#kit/course/course-settings.ts'
import { wholeKit, type Part } from '#kit/course/manifest.ts'
import { courseProblems, pointsProblems } from '#kit/grading/course-gate.ts'
import { root } from '#kit/system/root.ts'

test('whatever the points, the stubs give nothing and the solutions everything', () => {
  expect(courseProblems(root)).toEqual([])
  const odd = adaptedTo({ points: { '1.1': 0, '1.2': 999, '6.4': 7 } }, wholeKit)
  expect(courseProblems(root, odd)).toEqual([])
  expect(courseProblems(root, odd.slice(0, 2))).toEqual([])
})

test('a TODO that nobody can do, and one that is done from the start, are named', () => {
  const [part] = wholeKit
  const more: Part = {
    ...part,
    todos: [...part.todos, { ...part.todos[0], id: '1.17', points: 4 }],
  }
  expect(courseProblems(root, [more])).toEqual([
    'TODO 1.17 has no solution.',
    `TODO 1.17 has no checks in ${part.todos[0].checks}.`,
    'The untouched stubs would get 4 points, but they must get 0.',
    'The solutions would get 30 of 34 points.',
  ])
})

test('a check that passes on a stub, and one that fails on a solution, cost the course its points', () => {
  const [part] = wholeKit
  const all = part.todos.map(({ id }) => ({ todo: id, state: 'passed' as const }))
  expect(pointsProblems([all[0]], all, [part])).toEqual([
    'The untouched stubs would get 2 points, but they must get 0.',
  ])
  expect(pointsProblems([], [...all.slice(1), { todo: '1.1', state: 'failed' }], [part])).toEqual([
    'The solutions would get 28 of 30 points.',
  ])
})
