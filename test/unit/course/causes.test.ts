import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  cause,
  findCause,
  idOf,
  isReason,
  sentenceOf,
  sentences,
  vagueCauses,
  valuesOf,
  type CauseId,
} from '#kit/course/causes/index.ts'
import { hints } from '#kit/course/hints/index.ts'
import { mutants as own, strangers } from '../../proof/mistakes.ts'

const mutants = [...own, ...strangers]

const root = fileURLToPath(new URL('../../..', import.meta.url))
const ids = Object.keys(sentences) as CauseId[]
const topics = new Set(ids.map((id) => id.split('/')[0]))

/** Returns the causes named in TypeScript files, and the beginnings of composed causes: `crash/`, `spatialNorm/by-`. */
function namedIn(pattern: string, leftOut: RegExp = /^$/): { whole: Set<string>; starts: string[] } {
  const files = globSync(pattern, { cwd: root }).filter((file) => !leftOut.test(file.replaceAll('\\', '/')))
  const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  const literals = Array.from(text.matchAll(/'(\w+\/[a-z][\w-]*)'/g), ([, id]) => id)
  return {
    whole: new Set(literals.filter((id) => topics.has(id.split('/')[0]))),
    starts: Array.from(text.matchAll(/`(\w+\/[\w-]*)\$\{/g), ([, start]) => start),
  }
}

/** The causes that no edit inside a TODO leads to. */
const unreachable: readonly CauseId[] = [
  // Only a network that knows the answers gets this one.
  'overfitting/sees-labels',
  // The code that checks keepProb is given to learners.
  'dropoutForward/no-range-error',
]

const withoutValue = (expected: string): string => expected.split(' of ')[0]

describe('every cause', () => {
  test('has one sentence', () => {
    const tables = globSync('kit/course/causes/*.ts', { cwd: root })
    const text = tables.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
    const entries = Array.from(text.matchAll(/^ {2}'(\w+\/[\w-]+)':/gm), ([, id]) => id)
    expect(entries.toSorted()).toEqual(ids.toSorted())
    expect(ids.filter((id) => !/[.!?]$|\{\w+\}$/.test(sentences[id]))).toEqual([])
  })

  test('is what some check can say, and checks say no other', () => {
    const { whole, starts } = namedIn('{checks,kit}/**/*.ts', /^kit\/course\/(causes|hints)\//)
    // The search for a change names the first cause of a known mistake.
    for (const { causes } of own) whole.add(withoutValue(causes[0]))
    const unused = ids.filter((id) => !whole.has(id) && !starts.some((start) => id.startsWith(start)))
    expect(unused).toEqual([])
    expect([...whole].filter((id) => !(id in sentences))).toEqual([])
  })

  test('is shown by a mutant, or by a test of its own', () => {
    const shown = new Set(mutants.flatMap(({ causes }) => causes.map(withoutValue)))
    const { whole } = namedIn('test/**/*.test.ts', /causes\.test\.ts$/)
    const not = ids.filter((id) => !shown.has(id) && !whole.has(id) && !vagueCauses.includes(id))
    expect(not.toSorted()).toEqual(unreachable.toSorted())
  })
})

test('every cause that a hint or a mutant waits for exists', () => {
  const awaited: string[] = mutants.flatMap(({ causes }): readonly string[] => causes)
  for (const { after = [] } of Object.values(hints)) for (const [causes] of after) awaited.push(...causes)
  expect(awaited.filter((expected) => !(withoutValue(expected) in sentences))).toEqual([])
})

test('a cause keeps its values, whatever they are, and says them in its sentence', () => {
  const thrown = 'Error: 100 % of {call} & "more"?\n    at layers.ts:7'
  const one = cause('crash/other', { call: 'f in a/b.ts', thrown })
  expect(idOf(one)).toBe('crash/other')
  expect(valuesOf(one).get('thrown')).toBe(thrown)
  expect(sentenceOf(one)).toBe(`f in a/b.ts threw ${thrown}`)
  expect(sentenceOf('affineForward/bias-multiplied')).toBe(
    'The output is multiplied by the bias: add it instead.',
  )
})

test('a cause is found in the message of another program', () => {
  const one = cause('file/not-allowed', { file: 'a b.ts', source: 'node:fs', tree: 'assignments' })
  expect(findCause('file/not-allowed', `[plugin allowed-imports]\nError: ${one}\n    at x`)).toBe(one)
  expect(findCause('file/not-allowed', 'no file/not-allowed here')).toBeUndefined()
})

test('a reason fits what somebody waits for by its causes, and by what it is about', () => {
  const reason = { cause: 'shape/other', what: 'params.W2', others: ['explain/condition'] } as const
  expect(isReason('shape/other', reason)).toBe(true)
  expect(isReason('explain/condition', reason)).toBe(true)
  expect(isReason('shape/other of params.W2', reason)).toBe(true)
  expect(isReason('shape/other of params.W1', reason)).toBe(false)
  expect(isReason('shape/reshape', reason)).toBe(false)
  expect(isReason('shape/other', {})).toBe(false)
})
