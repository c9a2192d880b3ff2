import { describe, expect, test } from 'vitest'
import { todosOf } from '#kit/grading/result.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { sharedRun } from '../../support/shared-run.ts'
import type { TemporaryKit } from '../../support/temporary-kit.ts'
import { honest, placed, type Attempt } from './attempts/attempt.ts'
import { calls } from './attempts/calls.ts'
import { files, type HostileFile } from './attempts/files.ts'
import { gradeAttempts, type Graded, type Moment } from './attempts/grade.ts'
import { loads } from './attempts/loads.ts'
import { resources } from './attempts/resources.ts'

const groups: readonly [what: string, attempts: readonly Attempt[], moment: Moment][] = [
  ['a function that is called', calls, 'called'],
  ['a file that is loaded', loads, 'loaded'],
  ['what takes too much', resources, 'called'],
]

describe.for(groups)('%s', ([, attempts, moment]) => {
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
    expect(changed).toEqual([])
    expect(output).not.toContain('Unhandled')
    // oxlint-disable-next-line no-control-regex -- nothing but lines
    expect(output).not.toMatch(/[\0-\x08\x0B-\x1F\x7F-\x9F\u202E]|owned/)
  })
})

test('an attempt that succeeded would earn the points of its TODO', async () => {
  const { earned } = await gradeAttempts(calls, 'called', { succeed: true })
  expect(earned).toEqual(expect.arrayContaining([...honest, ...placed(calls).keys()]))
})

describe('a file', () => {
  // The files of these TODOs are left alone.
  const right = ['1.1', '1.2', '1.3', '1.4', '4.3', '4.4', '6.1']
  const make = (some: readonly HostileFile[]) => (kit: TemporaryKit) => {
    for (const id of right) if (!honest.includes(id)) kit.fill(id)
    for (const one of some) one.make(kit, `assignments/${one.file}`)
  }
  const run = sharedRun(() => gradeAttempts([], 'called', { prepare: make(files) }))
  const refused = files.filter(({ inWatchMode }) => inWatchMode)
  const runInWatchMode = sharedRun(() =>
    gradeAttempts([], 'called', { prepare: make(refused), isolated: false }),
  )
  const todosIn = ({ result }: Graded, file: string) =>
    todosOf(result).filter(({ todo }) => findTodo(todo).file === file)

  test.for(files)('$file $does: it earns nothing', async ({ file }) => {
    for (const { points, checks } of todosIn(await run(), file)) {
      expect(points).toBe(0)
      expect(new Set(checks.map(({ state }) => state))).toEqual(new Set(['failed']))
    }
  })

  test.for(refused)('$file $does: it earns nothing in the process of the checks either', async ({ file }) => {
    for (const { points, checks } of todosIn(await runInWatchMode(), file)) {
      expect(points).toBe(0)
      for (const { cause } of checks)
        expect(['file/not-allowed', 'file/computed-import', 'file/own-package']).toContain(cause)
    }
  })

  test('the other files earn their points', async () => {
    for (const { earned } of [await run(), await runInWatchMode()])
      expect(earned).toEqual(expect.arrayContaining(right))
    expect((await run()).changed).toEqual([])
  })
})
