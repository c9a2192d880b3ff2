import { expect, test } from 'vitest'
import type { Reason } from '#kit/course/causes/index.ts'
import { mostTelling } from '../../kit/vitest/reporters/telling-failure.ts'

const failure = (reason?: Partial<Reason>) => ({ meta: { todo: '1.13', reason: reason as Reason } })
const pick = (...failures: ReturnType<typeof failure>[]): number =>
  failures.indexOf(mostTelling(failures, ({ meta }) => meta))

const vague = failure({ cause: 'values/elements', what: 'loss' })
const ambiguous = failure({ cause: 'explain/sign', what: 'loss', others: ['explain/zero'] })
const clear = failure({ cause: 'explain/sign', what: 'loss' })
const gradient = failure({ cause: 'explain/sign', what: 'grads.W1' })

test('a named cause goes before a general one, and one cause before several', () => {
  expect(pick(failure(), vague, clear)).toBe(2)
  expect(pick(vague, ambiguous)).toBe(1)
  expect(pick(ambiguous, clear)).toBe(1)
})

test('a loss goes before its gradients, which are compared with its slope', () => {
  expect(pick(gradient, ambiguous)).toBe(1)
  expect(pick(vague, gradient)).toBe(1)
})

test('among equals that say little, it is one with the smallest case that fails; among others, the first', () => {
  expect(pick(vague, failure({ cause: 'values/nan', what: 'out', case: 'pad = 1' }), clear)).toBe(2)
  expect(pick(vague, failure({ cause: 'values/nan', what: 'out', case: 'pad = 1' }))).toBe(1)
  expect(pick(clear, failure({ cause: 'explain/zero', what: 'loss', case: 'N = 1' }))).toBe(0)
  expect(pick(failure(), vague)).toBe(0)
})

test('patterns and broken laws go after named causes, and extreme inputs after everything', () => {
  const [law, extreme] = [failure({ cause: 'linear/in-dout' }), failure({ cause: 'scale/large' })]
  expect(pick(law, failure({ cause: 'calls/changes-earlier' }))).toBe(1)
  expect(pick(vague, law, extreme)).toBe(1)
  expect(pick(extreme, failure({ cause: 'values/elements' }))).toBe(1)
})
