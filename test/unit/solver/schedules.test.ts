import { expect, test } from 'vitest'
import { constant, cosine, oneCycle, stepDown, triangle } from '#kit/solver/index.ts'

test.each([
  ['constant', constant, [1, 1, 1, 1, 1]],
  ['step down', stepDown, [1, 1, 0.1, 0.01, 0.01]],
  ['cosine', cosine, [1, 0.5 + Math.SQRT1_2 / 2, 0.5, 0.5 - Math.SQRT1_2 / 2, 0]],
  ['one-cycle that rises for a half', oneCycle(0.5), [0.04, 0.52, 1, 0.5, 0]],
  ['one-cycle that does not rise', oneCycle(0), [1, 0.5 + Math.SQRT1_2 / 2, 0.5, 0.5 - Math.SQRT1_2 / 2, 0]],
  ['triangle that rises for a half', triangle(0.5), [0.2, 0.6, 1, 0.535, 0.07]],
  ['triangle that does not rise', triangle(0), [1, 0.7675, 0.535, 0.3025, 0.07]],
])('%s, by hand', (_, schedule, factors) => {
  factors.forEach((factor, quarter) => expect(schedule(quarter / 4)).toBeCloseTo(factor, 12))
})

test.for([
  ['one-cycle', oneCycle(0.3)],
  ['triangle', triangle(0.3)],
] as const)('%s has no jumps, and is highest at the end of the rise', ([, schedule]) => {
  const factors = Array.from({ length: 1001 }, (_, i) => schedule(i / 1000))
  factors.slice(1).forEach((factor, i) => expect(Math.abs(factor - factors[i])).toBeLessThan(0.004))
  expect(factors.indexOf(Math.max(...factors))).toBe(300)
})

test('He et al. take 32,000, 16,000 and 16,000 steps', () => {
  const rates = Array.from({ length: 64_000 }, (_, step) => stepDown(step / 64_000))
  expect([1, 0.1, 0.01].map((rate) => rates.filter((other) => other === rate).length)).toEqual([
    32_000, 16_000, 16_000,
  ])
})
