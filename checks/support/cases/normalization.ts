import fc from 'fast-check'
import { map, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from './arbitraries.ts'
import { expectClose } from '../comparing/compare.ts'
import type { Context } from '../explaining/index.ts'
import { expectGradient } from '../comparing/gradient-check.ts'
import type { Report } from '../running/report.ts'

/** The gradients of a normalization. */
export const gradientNames = ['dx', 'dgamma', 'dbeta'] as const
export type GradientName = (typeof gradientNames)[number]
type Gradients = Record<GradientName, Tensor>

/** Returns what is known about the gradients of a normalization, to explain wrong ones. */
export const gradientContext = ({ x: { shape }, dout }: Pick<BackwardCase, 'x' | 'dout'>): Context => ({
  constants: { N: shape[0], D: shape[1] },
  upstream: dout,
})

/** A case of a normalization with its upstream gradient. */
export type BackwardCase = Record<'x' | 'gamma' | 'beta' | 'dout', Tensor>

/** Fails unless all three gradients agree with the numeric gradient of `forward`, a function of x, gamma and beta. */
export function expectNormGradients(
  report: Report,
  gradients: Gradients,
  one: BackwardCase,
  forward: (x: Tensor, gamma: Tensor, beta: Tensor) => ArrayLike<number>,
): void {
  const { x, gamma, beta, dout } = one
  const context = gradientContext(one)
  const expectAlong = (name: GradientName, input: Tensor, evaluate: (p: Tensor) => ArrayLike<number>) =>
    expectGradient(report, name, gradients[name], input, { weights: dout.data, evaluate }, undefined, context)
  expectAlong('dx', x, (p) => forward(p, gamma, beta))
  expectAlong('dgamma', gamma, (p) => forward(x, p, beta))
  expectAlong('dbeta', beta, (p) => forward(x, gamma, p))
}

/** Settings of a normalization, including unusual ones. */
export const normalizationParams = fc.record({
  epsilon: fc.constantFrom(1e-5, 1e-3, 0.1),
  momentum: fc.constantFrom(0.9, 0.5, 0.75, 0.1),
})

/**
 * Spreads numbers out: 0.3 · x plus 0 to N - 1 along axis 0, in a different order in each column, or likewise along
 * axis 1. Elements between -3 and 3 then give every column (or row) of five or more a standard deviation of at least
 * 0.5. Where it is smaller, a normalization bends so sharply that no numeric gradient can be trusted.
 */
export function spreadOut(x: Tensor, axis: 0 | 1 = 0): Tensor {
  const [N, D] = x.shape
  return map(x, (value, i) => {
    const [n, d] = [Math.floor(i / D), i % D]
    return 0.3 * value + (axis === 0 ? (n + 2 * d) % N : (d + 2 * n) % D)
  })
}

/**
 * N examples of D features, spread out along columns (axis 0) or rows (axis 1), gamma, beta and an upstream gradient.
 */
export const normalizationCase = (axis: 0 | 1) =>
  tensors(
    fc.record({
      N: axis === 0 ? size(5, 7) : size(1, 3),
      D: axis === 0 ? size(1, 3) : size(5, 7),
      params: normalizationParams,
    }),
    ({ N, D }): Record<'x' | 'gamma' | 'beta' | 'dout', Shape> => ({
      x: [N, D],
      gamma: [D],
      beta: [D],
      dout: [N, D],
    }),
  ).map((one) => ({ ...one, x: spreadOut(one.x, axis) }))

/** Fails unless a second backward pass from the same cache gives the same result after another forward pass. */
export function expectOwnCache(before: Gradients, after: Gradients): void {
  for (const name of gradientNames) {
    expectClose(`${name} after another forward pass`, after[name], before[name], 0, {
      onlyCause: 'cache/follows-latest-forward-anew',
    })
  }
}
