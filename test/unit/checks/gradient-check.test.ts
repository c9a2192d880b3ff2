import { expect, test } from 'vitest'
import { Random, tensor, type Tensor } from '#kit/tensor/index.ts'
import { expectGradient } from '../../../checks/support/comparing/gradient-check.ts'
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

test('a small gradient that is wrong beside others that are right is found', () => {
  expect(() => checked((a, b) => 1e-3 * a * b, [2e-3, 1.001e-3])).toThrow('dx is wrong in 1 of 2 elements')
})
