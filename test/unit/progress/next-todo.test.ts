import { describe, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { progressOf, type CheckOutcome, type TodoProgress } from '#kit/progress/progress.ts'
import { recordWithRun } from '#kit/progress/record.ts'
import { chooseNextTodo, currentTodo } from '#kit/progress/next-todo.ts'

const passed = (...ids: string[]): CheckOutcome[] => ids.map((todo) => ({ todo, state: 'passed' }))
const failed = (...ids: string[]): CheckOutcome[] => ids.map((todo) => ({ todo, state: 'failed' }))
const open = (...ids: string[]): CheckOutcome[] =>
  ids.map((todo) => ({ todo, state: 'not started', open: todo }))
const todosOf = (outcomes: CheckOutcome[]): TodoProgress[] =>
  progressOf(outcomes)
    .flatMap(({ todos }) => todos)
    .filter(({ state }) => state !== 'not run')

describe('the way goes on', () => {
  const next = (outcomes: CheckOutcome[], ...route: [at?: string, skipped?: string[]]) =>
    chooseNextTodo(progressOf(outcomes), { at: route[0], skipped: route[1] })?.todo.id

  test('with what was worked at and is not done', () => {
    expect(next([...open('1.2'), ...failed('4.3')], '4.3')).toBe('4.3')
  })

  test('with what comes after it in its part, whether it has run or not', () => {
    expect(next([...open('1.2'), ...passed('4.3'), ...open('4.4')], '4.3')).toBe('4.4')
    expect(next([...open('1.2'), ...passed('4.1')], '4.1')).toBe('4.2')
  })

  test('with the first of all when nothing comes after it', () => {
    expect(next([...open('1.2'), ...passed('4.11')], '4.11')).toBe('1.2')
    expect(next([...passed('1.1'), ...open('1.2')])).toBe('1.2')
  })

  test('with what the others wait for, and with none of those that wait', () => {
    const faults = new Map([
      ['1.12', '1.1'],
      ['1.13', '1.1'],
    ])
    const broken = progressOf(failed('1.1', '1.12', '1.13'), faults)
    expect(chooseNextTodo(broken, { at: '1.12' })?.todo.id).toBe('1.14')
    expect(chooseNextTodo(broken, { at: '1.1' })?.todo.id).toBe('1.1')
    expect(chooseNextTodo(broken, { at: '1.12', skipped: ['1.1', '1.14'] })?.todo.id).toBe('1.15')
    // 1.1 was done, and has changed since.
    const parts = progressOf([...passed('1.1'), ...failed('1.12')], faults)
    parts[0].todos[0].changed = ['1-fully-connected/layers.ts']
    expect(chooseNextTodo(parts, { at: '1.1' })?.todo.id).toBe('1.1')
  })

  test('past what is skipped, until nothing else is left', () => {
    expect(next(open('1.1', '1.2'), undefined, ['1.1'])).toBe('1.2')
    expect(next(failed('1.1'), '1.1', ['1.1'])).toBe('1.2')
    const all = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))
    const others = all.filter((id) => id !== '1.2' && id !== '2.3')
    expect(next([...passed(...others), ...open('1.2'), ...failed('2.3')], '2.3', ['1.2', '2.3'])).toBe('2.3')
    expect(next(passed(...all), '2.3', ['1.2'])).toBeUndefined()
  })
})

describe('what a run says to be worked at', () => {
  const before = recordWithRun(undefined, todosOf(passed('1.1', '4.1')), new Map(), '2026-01-01')
  const at = (outcomes: CheckOutcome[]) => currentTodo(todosOf(outcomes), { ...before, at: '2.2' })

  test('is what is wrong in it, or else what is newly done', () => {
    expect(at([...passed('1.1'), ...failed('4.1', '4.2')])).toBe('4.1')
    expect(at([...passed('1.1', '1.2', '4.1'), ...open('4.2')])).toBe('1.2')
  })

  test('is what the others wait for, if none is wrong itself', () => {
    const [{ todos }] = progressOf([...passed('1.11'), ...failed('1.12', '1.13')], new Map([['1.12', '1.1']]))
    const ran = (...ids: string[]) => todos.filter(({ todo }) => ids.includes(todo.id))
    expect(currentTodo(ran('1.11', '1.12'), before)).toBe('1.1')
    expect(currentTodo(ran('1.11', '1.12', '1.13'), before)).toBe('1.13')
  })

  test('is what is open in the part that was asked for', () => {
    expect(at([...passed('4.1'), ...open('4.2', '4.3')])).toBe('4.2')
    expect(at(passed('4.1'))).toBe('4.1')
  })

  test('is what it was before when a run over several parts brings nothing new', () => {
    expect(at(passed('1.1', '4.1'))).toBe('2.2')
  })
})
