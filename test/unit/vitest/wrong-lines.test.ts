import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { progressOf } from '#kit/progress/progress.ts'
import { root } from '#kit/system/root.ts'
import { wrongLines, type Failures } from '#kit/vitest/reporters/wrong-lines.ts'

type Failure = Failures['failure']

const [{ todos }] = manifest

/** Prints the lines of the first TODOs of the course, whose failures are given. */
const printed = (...failures: Failure[]): string[] => {
  const ids = todos.slice(0, failures.length).map(({ id }) => id)
  const faults = failures.flatMap(({ fault }, i): [string, string][] => (fault ? [[ids[i], fault]] : []))
  const parts = progressOf(
    ids.map((todo) => ({ todo, state: 'failed' })),
    new Map(faults),
  )
  const byTodo = new Map(failures.map((failure, i) => [ids[i], { failure, more: 0 }]))
  return wrongLines(parts, byTodo, { tree: 'solutions', root, allPrinted: false }).map((line) =>
    stripVTControlCharacters(line),
  )
}

test('TODOs that fail because their file is broken share one line', () => {
  const broken: Failure = {
    check: '',
    cause: 'file/does-not-parse',
    explanation: 'Broken file: layers.ts does not parse',
  }
  const [line, others, ...more] = printed(broken, broken, broken)
  expect(line).toMatch(/^ {2}Wrong .*layers\.ts:\d+ {2}TODO 1\.1, affineForward: Broken file: layers\.ts/)
  expect(others).toBe('        TODO 1.2, 1.3 fail for the same reason.')
  expect(more).toEqual([])
})

test('TODOs that wait for the same one share a line, and those of different reasons do not', () => {
  const waits = (what: string): Failure => ({
    check: '',
    cause: 'fault/wrong',
    fault: '1.1',
    explanation: `Wrong answer: ${what}`,
  })
  const [first, others, second, ...more] = printed(
    waits('a wrong out'),
    waits('a wrong db'),
    waits('a wrong out'),
  )
  expect(first).toMatch(/^ {2}Waits .*TODO 1\.1, .*: a wrong out$/)
  expect(others).toBe('        TODO 1.3 waits for the same reason.')
  expect(second).toMatch(/^ {2}Waits .*TODO 1\.2, .*: a wrong db$/)
  expect(more).toEqual([])
})

test('two TODOs with the same mistake of their own have a line each', () => {
  const zero: Failure = {
    check: '',
    cause: 'explain/zero',
    explanation: 'Wrong answer: out is 0 everywhere.',
  }
  expect(printed(zero, zero).map((line) => line.slice(0, 7))).toEqual(['  Wrong', '  Wrong'])
})
