import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { Learner } from '../commands/kit/learner.ts'
import { useToyChecks, wrong } from '../commands/kit/toy-checks.ts'

const learner = new Learner()
afterAll(() => learner.remove())
useToyChecks(learner)

const LAYERS = 'assignments/1-fully-connected/layers.ts'
const LAST = 'assignments/6-cifar10/identity-filters.ts'

const spoil = (file: string, id: string): void => appendFileSync(join(learner.folder, file), wrong(id))
const mend = (file: string, id: string): void =>
  learner.write(file, learner.read(file).replace(wrong(id), ''))

test('when the last TODO turns green, all checks run before the last word', () => {
  spoil(LAST, '6.7')
  const done = { state: 'done', doneOn: '2026-05-04T10:00:00.000Z' } as const
  const todos = manifest.flatMap((part) => part.todos.map(({ id }) => [id, done] as const))
  const failure = { check: 'is right', explanation: 'Error: It is wrong.' }
  learner.record(
    { ...Object.fromEntries(todos), '6.7': { state: 'wrong', failure } },
    { finished: manifest.map(({ number }) => number) },
  )
  spoil(LAYERS, '1.3')
  mend(LAST, '6.7')
  const { output, status } = learner.kit('check', '6.7')
  expect(status).toBe(1)
  expect(output).toContain('To be sure, check all of them once more')
  expect(output).toContain('The kit does that now.')
  expect(output).toContain('Broken again: TODO 1.3')
  expect(output).not.toContain('Well done!')
  mend(LAYERS, '1.3')
  const mended = learner.kit('check')
  expect(mended.status).toBe(0)
  expect(mended.output).toMatch(/The kit does that now\.[^]*All done: [^]*Well done!/)
  expect(mended.output).not.toContain('Part 1, Fully connected networks, is done.')
})
