import { describe, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { statesOf } from '#kit/progress/part-lines.ts'
import { nextStep, progressOf, type CheckOutcome } from '#kit/progress/progress.ts'

const passed = (todo: string): CheckOutcome => ({ todo, state: 'passed' })
const failed = (todo: string): CheckOutcome => ({ todo, state: 'failed' })
const open = (todo: string, waitsFor = todo): CheckOutcome => ({ todo, state: 'not started', open: waitsFor })
const leftOut = (todo: string): CheckOutcome => ({ todo, state: 'not run' })

const stateOf = (id: string, outcomes: CheckOutcome[], broken = new Set<string>()) =>
  progressOf(outcomes, new Map(), broken)
    .flatMap(({ todos }) => todos)
    .find(({ todo }) => todo.id === id)?.state

describe('the state of a TODO', () => {
  test.for([
    [[], 'not run'],
    [[passed('1.1'), passed('1.1')], 'done'],
    [[passed('1.1'), failed('1.1')], 'wrong'],
    [[open('1.1'), open('1.1')], 'not started'],
    [[passed('1.1'), open('1.1')], 'not started'],
    [[open('1.1'), failed('1.1')], 'wrong'],
    [[passed('1.2')], 'not run'],
    [[passed('1.1'), leftOut('1.1')], 'not run'],
    [[failed('1.1'), leftOut('1.1')], 'wrong'],
    [[open('1.1'), leftOut('1.1')], 'not started'],
  ] as [CheckOutcome[], string][])('%j is %s', ([outcomes, state]) => {
    expect(stateOf('1.1', outcomes)).toBe(state)
  })

  test('is "waits" if an earlier TODO makes it fail', () => {
    const [{ todos }] = progressOf([failed('1.1'), failed('1.2'), passed('1.3')], new Map([['1.2', '1.1']]))
    expect(todos.slice(0, 3)).toMatchObject([
      { state: 'wrong' },
      { state: 'waits', waitsFor: '1.1' },
      { state: 'done' },
    ])
    expect(statesOf(todos).map(([, text]) => text)).toEqual(['1 done', '1 wrong', '1 waiting', '13 not run'])
  })

  test('a check file that could not be collected makes all TODOs of its file wrong', () => {
    const broken = new Set(['checks/1-fully-connected/1-layers.check.ts'])
    expect(stateOf('1.1', [], broken)).toBe('wrong')
    expect(stateOf('1.4', [], broken)).toBe('wrong')
    expect(stateOf('1.5', [], broken)).toBe('not run')
    // Its checks are in Part 2's folder, its code is in Part 1's.
    const brokenLater = new Set(['checks/2-normalization/3-fully-connected-net.check.ts'])
    expect(stateOf('2.8', [], brokenLater)).toBe('wrong')
    expect(stateOf('1.16', [], brokenLater)).toBe('not run')
  })
})

describe('points', () => {
  test('are earned by TODOs that are done, and the possible ones come from the manifest', () => {
    const [part] = progressOf([passed('1.1'), passed('1.2'), failed('1.2'), open('1.3')])
    expect(part.earned).toBe(2)
    expect(part.possible).toBe(30)
  })

  test('the possible points do not change when a file is broken', () => {
    const [part] = progressOf([], new Map(), new Set(['checks/1-fully-connected/1-layers.check.ts']))
    expect(part.possible).toBe(30)
  })
})

describe('the next step', () => {
  const next = (...outcomes: CheckOutcome[]) =>
    nextStep(progressOf(outcomes).flatMap(({ todos }) => todos))?.todo.id

  test('is the first TODO that is not done', () => {
    expect(next(passed('1.1'), failed('1.2'), open('1.3'))).toBe('1.2')
    expect(next(open('1.1'), open('1.2'))).toBe('1.1')
  })

  test('is not one that waits for another', () => {
    expect(next(passed('1.1'), open('1.2', '1.3'), open('1.3'))).toBe('1.3')
  })

  test('is nothing when all that was run passed', () => {
    expect(next(passed('1.1'))).toBeUndefined()
  })
})

test('the manifest numbers its TODOs in order and gives each a name of its own', () => {
  for (const { number, todos } of manifest) {
    expect(todos.map(({ id }) => id)).toEqual(todos.map((_, i) => `${number}.${i + 1}`))
  }
  const titles = manifest.flatMap(({ todos }) => todos.map(({ title }) => title))
  expect(new Set(titles).size).toBe(titles.length)
})
