import { describe, expect, test } from 'vitest'
import { tensor } from '#kit/tensor/index.ts'
import { judge, numericGradient } from '../../../checks/support/comparing/numeric-gradient.ts'

const slopeOf = (f: (x: number) => number, at: number) =>
  numericGradient(tensor([at]), { weights: [1], evaluate: (x) => [f(x.data[0])] })[0]

const verdict = (f: (x: number) => number, at: number, analytic: number) =>
  judge(analytic, slopeOf(f, at), 1e-7 * Math.max(1e-8, Math.abs(analytic), Math.abs(slopeOf(f, at).value)))

test('the numeric gradient of a smooth function is exact to ten digits', () => {
  for (const at of [-2, 0.3, 1.7]) {
    expect(slopeOf(Math.sin, at).value).toBeCloseTo(Math.cos(at), 10)
    expect(slopeOf((x) => x ** 3, at).value).toBeCloseTo(3 * at ** 2, 9)
    expect(slopeOf(Math.exp, at).value).toBeCloseTo(Math.exp(at), 9)
  }
})

test('outputs are weighed with the upstream gradient', () => {
  const [first, second] = numericGradient(tensor([1, 2]), {
    weights: [3, -1],
    evaluate: ({ data: [a, b] }) => [a * b, a + b],
  })
  expect(first.value).toBeCloseTo(3 * 2 - 1, 9)
  expect(second.value).toBeCloseTo(3 * 1 - 1, 9)
})

describe('the verdict', () => {
  const relu = (x: number): number => Math.max(0, x)

  test('is right for the right gradient, and wrong for any other', () => {
    expect(verdict(Math.sin, 1, Math.cos(1))).toBe('right')
    expect(verdict(Math.sin, 1, Math.cos(1) * (1 + 1e-6))).toBe('wrong')
    expect(verdict(Math.sin, 1, 0)).toBe('wrong')
    expect(verdict(Math.sin, 1, -Math.cos(1))).toBe('wrong')
    expect(verdict(Math.sin, 1, Number.NaN)).toBe('wrong')
    expect(verdict(relu, 0.5, 1)).toBe('right')
    expect(verdict(relu, 0.5, 0)).toBe('wrong')
  })

  test.for([0, 1e-5, -1e-5, 5e-5, -5e-5, 6.7e-5, 1e-4, 1.5e-4, -1.5e-4])(
    'blames no side of a kink %d away',
    (distance) => {
      expect(verdict(relu, distance, distance > 0 ? 1 : 0)).not.toBe('wrong')
      expect(verdict(relu, distance, 7)).not.toBe('right')
    },
  )

  test('sees the kinks of two outputs that hide each other', () => {
    const [slope] = numericGradient(tensor([0]), {
      weights: [1, -1],
      evaluate: ({ data: [x] }) => [relu(x), relu(-x)],
    })
    expect(judge(0, slope, 1e-7)).toBe('cannot tell')
  })

  test('tells a kink on the point from the curvature that hides it', () => {
    expect(verdict((x) => 1e-4 * relu(x) + 0.35 * x * x, 0, 0)).toBe('cannot tell')
    expect(verdict((x) => 1e-4 * relu(x) + 0.35 * x * x, 0, 1e-4)).toBe('cannot tell')
  })

  test('what is below the rounding of the function is within rounding', () => {
    expect(verdict((x) => 1e6 + 1e-9 * x, 1, 2e-9)).toBe('within rounding')
  })
})
