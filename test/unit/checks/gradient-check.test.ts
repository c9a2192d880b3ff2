import { describe, expect, test } from 'vitest'
import { Random, tensor, type Tensor } from '#kit/tensor/index.ts'
import { briefly } from '../../../checks/support/comparing/brief.ts'
import { expectGradient } from '../../../checks/support/comparing/gradient-check.ts'
import { isUnfinished, type CheckFailure } from '../../../checks/support/explaining/failure.ts'
import { Report } from '../../../checks/support/running/report.ts'

/** Checks a gradient of a function of two numbers and returns the report. */
function checked(f: (a: number, b: number) => number, gradient: [number, number]): Report {
  const report = new Report()
  const evaluate = ({ data: [a, b] }: Tensor) => [f(a, b)]
  expectGradient(report, 'dx', tensor(gradient), tensor([1, 2]), { weights: [1], evaluate })
  return report
}

test('a function that gives another answer each time is no function', () => {
  const random = new Random(1)
  const report = checked((a, b) => a * b + 1e-3 * random.uniform(), [2, 1])
  expect(() => report.expectReliableGradients()).toThrow('dx cannot be compared with a numeric gradient')
})

test('gradients that rounding hides blame nobody', () => {
  const report = checked((a, b) => 1 + 1e-14 * a * b, [2e-14, 1e-14])
  expect(() => report.expectReliableGradients()).not.toThrow()
})

test('gradients that would be right only if outputs far too large hid them tell nothing', () => {
  const report = checked((a, b) => 1e15 + a * b, [7, 7])
  expect(() => report.expectReliableGradients()).toThrow('dx cannot be compared with a numeric gradient')
})

test('two huge elements that cancel out along a line do not hide that all are wrong', () => {
  // The line of the first call for a seed that somebody has found out.
  const line = new Random(7)
  const [a, b] = [0, 1].map(() => line.uniform(0.5, 1) * (line.uniform() < 0.5 ? -1 : 1))
  for (let i = 0; i < 10; i++)
    expect(() => checked((x, y) => x * y, [1e12 * b, -1e12 * a])).toThrow('dx is wrong')
})

test('a small gradient that is wrong beside others that are right is found', () => {
  expect(() => checked((a, b) => 1e-3 * a * b, [2e-3, 1.001e-3])).toThrow('dx is wrong in 1 of 2 elements')
})

describe('few calls tell', () => {
  /** Returns how many calls it takes to judge a gradient, and the failure, if there is one. */
  const judged = (gradient: number[], run: <Result>(body: () => Result) => Result) => {
    let calls = 0
    const evaluate = ({ data }: Tensor) => {
      calls++
      return data.map((value, i) => (i + 1) * value ** 3)
    }
    const x = tensor([1, -2, 3, 0.5])
    const check = () =>
      expectGradient(new Report(), 'dx', tensor(gradient), x, { weights: [1, 1, 1, 1], evaluate })
    try {
      run(check)
      return { calls }
    } catch (error) {
      return { calls, failure: error as CheckFailure }
    }
  }
  const right = [3, 24, 81, 3]

  test('that a gradient is right', () => {
    expect(judged(right, (run) => run())).toEqual({ calls: 2 })
    expect(judged(right, briefly)).toEqual({ calls: 2 })
  })

  test('that it is wrong, while nobody asks where', () => {
    const { calls, failure } = judged([3, 24, 80, 3], briefly)
    expect(calls).toBe(3)
    expect(isUnfinished(failure!)).toBe(true)
    const { failure: whole } = judged([3, 24, 80, 3], (run) => run())
    expect(isUnfinished(whole!)).toBe(false)
    expect(whole!.message).toContain('dx is wrong in 1 of 4 elements')
  })

  test('but not at a kink, where nobody can', () => {
    const evaluate = ({ data: [x] }: Tensor) => [Math.max(0, x)]
    const check = () =>
      expectGradient(new Report(), 'dx', tensor([0]), tensor([0]), { weights: [1], evaluate })
    expect(() => briefly(check)).not.toThrow()
  })
})
