import { describe, expect, test } from 'vitest'
import { todosOf } from '#kit/grading/result.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { sharedRun } from '../../support/shared-run.ts'
import { honest, placed, type Attempt } from './attempts/attempt.ts'
import { calls } from './attempts/calls.ts'
import { gradeAttempts, type Moment } from './attempts/grade.ts'
import { loads } from './attempts/loads.ts'
import { resources } from './attempts/resources.ts'

const groups: readonly [what: string, attempts: readonly Attempt[], moment: Moment][] = [
  ['a function that is called', calls, 'called'],
  ['a file that is loaded', loads, 'loaded'],
  ['what takes too much', resources, 'called'],
]

for (const [what, attempts, moment] of groups)
  describe(what, () => {
    const run = sharedRun(() => gradeAttempts(attempts, moment))
    const rows = Array.from(placed(attempts), ([id, { does }]) => ({ id, does }))

    test.for(rows)('$does: TODO $id earns nothing', async ({ id }) => {
      const { result } = await run()
      const { points, state } = todosOf(result).find(({ todo }) => todo === id)!
      expect(points).toBe(0)
      expect(state).not.toBe('not run')
    })

    test('what is right earns its points, and nothing else does', async () => {
      const { result, earned } = await run()
      expect(earned).toEqual(honest)
      expect(result.points).toBe(honest.reduce((sum, id) => sum + findTodo(id).points, 0))
      expect(result.complete).toBe(true)
    })

    test('nobody on this machine notices anything', async () => {
      const { changed, asked, output } = await run()
      expect(asked).toBe(0)
      expect(changed.filter((path) => !path.endsWith('report.json'))).toEqual([])
      expect(output).not.toContain('Unhandled')
      // oxlint-disable-next-line no-control-regex -- nothing but lines
      expect(output).not.toMatch(/[\0-\x08\x0B-\x1F\x7F-\x9F\u202E]|owned/)
    })
  })

test('an attempt that succeeded would earn the points of its TODO', async () => {
  const { earned } = await gradeAttempts([...calls], 'called', true)
  expect(earned).toEqual(expect.arrayContaining([...honest, ...placed(calls).keys()]))
})
