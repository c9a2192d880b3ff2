import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { cutStubs } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import type { TodoRecord } from '#kit/progress/record.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { kitRoot, Learner } from './learner.ts'
import { solveAll, useToyChecks, wrong } from './toy-checks.ts'

interface Status {
  next?: string
  changedSince: string[]
  parts: { todos: { id: string; state: string; changed?: string[]; brokeAgain: boolean }[] }[]
}

const learner = new Learner()
afterAll(() => learner.remove())
useToyChecks(learner)
beforeEach(() => solveAll(learner))

const LAYERS = 'assignments/1-fully-connected/layers.ts'
const POOL = 'assignments/4-convolution/max-pool.ts'
const CONV = 'assignments/4-convolution/conv.ts'

const change = (file: string, text: string): void => appendFileSync(join(learner.folder, file), text)
const mend = (file: string, text: string): void => learner.write(file, learner.read(file).replace(text, ''))
const todosNow = () => (learner.json('status') as Status).parts.flatMap(({ todos }) => todos)

/** Writes the record of a run that found everything done in the files as they are, with these exceptions. */
function record(except: Record<string, TodoRecord> = {}): void {
  const done = manifest
    .flatMap(({ todos }) => todos)
    .map(({ id }) => [id, { state: 'done', doneOn }] as const)
  learner.record(
    { ...Object.fromEntries(done), ...except },
    { finished: manifest.map(({ number }) => number) },
  )
}

const doneOn = '2026-05-04T10:00:00.000Z'
const failure = { check: 'is right', explanation: 'Error: It is wrong.' }

describe('what was checked before its code changed', () => {
  test('is known to be old, whatever was run since', () => {
    record({ '4.4': { state: 'wrong', failure } })
    change(POOL, '// a new line\n')
    learner.kit('check', 'layers')
    const { output } = learner.kit('status', '--all')
    expect(output).toMatch(/✓ 4\.3 +maxPoolForward +changed since it was checked/)
    expect(output).toMatch(/\? 4\.4 +maxPoolBackward +changed since it was checked/)
    expect(output).toContain(`Changed since it was checked: ${POOL}. Run "npx kit check all"`)
    expect(learner.json('next')).toMatchObject({
      next: { id: '4.4', state: 'not run' },
      changedSince: [POOL],
    })
    expect(learner.kit('next').output).toContain('Its state is unknown: changed since it was checked.')

    rmSync(join(learner.folder, POOL))
    expect(learner.kit('status', '--all').output).toMatch(
      /\? 4\.3 .* its file is missing; "npx kit reset 4-convolution\/max-pool\.ts" restores it/,
    )
    learner.write(POOL, cutStubs(readSolutions(kitRoot)).stubs.get('4-convolution/max-pool.ts')!)
    expect(todosNow().find(({ id }) => id === '4.3')).toMatchObject({ state: 'not started' })
  })

  test('does not count as all done', () => {
    record()
    expect(learner.kit('next').output).toContain('All done: every TODO passes')
    change(CONV, '// a new line\n')
    for (const command of ['next', 'status']) {
      const { output } = learner.kit(command)
      expect(output).toContain(
        `Every TODO has passed its checks, but ${CONV} has changed since. Check again: npx kit check`,
      )
      expect(output).not.toContain('All done')
    }
    learner.kit('check', 'conv')
    expect(learner.kit('next').output).toContain('All done: every TODO passes')
  })

  test('is checked with the TODO that is mended, or else no longer held against anything', () => {
    const broken = { state: 'wrong', failure, doneOn } as const
    const neverRight = { state: 'wrong', failure } as const
    change(LAYERS, wrong('1.1'))
    record({ '1.1': broken, '1.2': broken, '1.12': broken, '1.13': neverRight })
    mend(LAYERS, wrong('1.1'))
    const { output, status } = learner.kit('check', '1.1')
    expect(status).toBe(0)
    expect(output).not.toContain('Broken again')
    const todos = todosNow()
    for (const id of ['1.1', '1.2', '1.12'])
      expect(todos.find((todo) => todo.id === id)).toMatchObject({ state: 'done' })
    expect(todos.find(({ id }) => id === '1.13')).toMatchObject({ state: 'not run', brokeAgain: false })
    expect(learner.json('next')).toMatchObject({ next: { id: '1.13' } })
  })
})
