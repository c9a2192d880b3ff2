import fc from 'fast-check'
import { add, map, mul, sum, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from './cases/arbitraries.ts'
import { check } from './running/check.ts'
import { expectClose, expectTensor } from './comparing/compare.ts'
import { forAll } from './comparing/for-all.ts'
import { expectGradient } from './comparing/gradient-check.ts'
import { quarters } from './cases/images.ts'
import { normGradientContexts, type Division } from './explaining/mistakes/4-convolution/spatial-norm.ts'
import { float32, normalizationParams } from './cases/normalization.ts'
import { expectOwnResults } from './running/own-results.ts'

export const gradientNames = ['dx', 'dgamma', 'dbeta'] as const

/**
 * Returns the same images with more contrast: 0, 1, 2, 3, 4 from pixel to pixel, with a different start in each image
 * and channel, plus 0.3 · x. This keeps every channel from being nearly flat. There, a normalization bends so sharply
 * that a numeric gradient cannot be trusted.
 */
const contrasted = (x: Tensor): Tensor => {
  const [, C, H, W] = x.shape
  return map(x, (value, k) => {
    const [plane, pixel] = [Math.floor(k / (H * W)), k % (H * W)]
    return 0.3 * value + ((pixel + 2 * (plane % C) + Math.floor(plane / C)) % 5)
  })
}

const sides = fc.constantFrom([2, 3], [3, 2], [1, 5], [5, 1])

/** Images of at least five pixels with contrast, gamma, beta and an upstream gradient, for any division into groups. */
export const imageCase = tensors(
  fc.record({
    N: size(1, 2),
    groups: size(1, 3),
    inGroup: size(1, 2),
    sides,
    params: normalizationParams,
  }),
  ({ N, groups, inGroup, sides: [H, W] }): Record<'x' | 'gamma' | 'beta' | 'dout', Shape> => {
    const C = groups * inGroup
    return { x: [N, C, H, W], gamma: [C], beta: [C], dout: [N, C, H, W] }
  },
  72,
).map(({ params, groups, ...rest }) => ({
  ...rest,
  x: contrasted(rest.x),
  dout: quarters(rest.dout),
  params,
  options: { groups, epsilon: params.epsilon },
}))

export type ImageCase = typeof imageCase extends fc.Arbitrary<infer Case> ? Case : never

/** A forward function with the settings of a case. */
type Forward = (one: ImageCase, x: Tensor, gamma: Tensor, beta: Tensor) => { out: Tensor; cache: unknown }

/** Registers the check that a forward function shares nothing between its calls. */
export function checkOwnResult(forward: Forward): void {
  check('every call has a result of its own', () => {
    forAll(
      imageCase,
      (one) => {
        const { x, gamma, beta } = one
        expectOwnResults(
          () => ({ out: forward(one, x, gamma, beta).out }),
          // The array keeps the results from being compared: with gamma 0 they are equal.
          () => [forward(one, mul(x, x), gamma, beta)],
        )
      },
      { runs: 5 },
    )
  })
}

/**
 * Registers the checks that the backward functions of both spatial norms have in common.
 *
 * @param name - the name of the forward function
 * @param forward - the forward function, with the settings of a case
 * @param divide - returns what is normalized together in a case
 */
export function checkNormGradients(
  name: string,
  forward: Forward,
  backward: (dout: Tensor, cache: never) => Record<(typeof gradientNames)[number], Tensor>,
  divide: (one: ImageCase) => Division,
): void {
  check('agrees with the numeric gradient', (report) => {
    forAll(
      imageCase,
      (one) => {
        const { x, gamma, beta, dout } = one
        const { dx, dgamma, dbeta } = backward(dout, forward(one, x, gamma, beta).cache as never)
        const contexts = normGradientContexts({ ...one, ...one.options }, dout, divide(one))
        const expect = (
          which: (typeof gradientNames)[number],
          actual: Tensor,
          input: Tensor,
          out: (t: Tensor) => { out: Tensor },
        ): void => {
          const measured = { weights: dout.data, evaluate: (t: Tensor) => out(t).out.data }
          expectGradient(report, which, actual, input, measured, undefined, contexts[which])
        }
        expect('dx', dx, x, (t) => forward(one, t, gamma, beta))
        expect('dgamma', dgamma, gamma, (t) => forward(one, x, t, beta))
        expect('dbeta', dbeta, beta, (t) => forward(one, x, gamma, t))
      },
      { runs: 20 },
    )
  })

  check('dbeta is the sum of dout over images, rows and columns', () => {
    forAll(imageCase, (one) => {
      const { dbeta } = backward(one.dout, forward(one, one.x, one.gamma, one.beta).cache as never)
      const contexts = normGradientContexts({ ...one, ...one.options }, one.dout, divide(one))
      expectClose('dbeta', dbeta, sum(one.dout, [0, 2, 3]), 1e-12, contexts.dbeta)
    })
  })

  check(`uses the cache it is given, not the latest call of ${name}`, () => {
    forAll(
      imageCase,
      (one) => {
        const { x, gamma, beta, dout } = one
        const { cache } = forward(one, x, gamma, beta)
        const before = backward(dout, cache as never)
        forward(one, mul(x, x), add(gamma, 1), beta)
        const after = backward(dout, cache as never)
        for (const which of gradientNames) {
          expectClose(`${which} after another forward pass`, after[which], before[which], 0)
        }
      },
      { runs: 5 },
    )
  })

  check('every call has results of its own', () => {
    forAll(
      imageCase,
      (one) => {
        const { x, gamma, beta, dout } = one
        const gradients = (upstream: Tensor) =>
          backward(upstream, forward(one, x, gamma, beta).cache as never)
        expectOwnResults(
          () => ({ ...gradients(dout) }),
          // The array keeps the results from being compared: their dx is equal.
          () => [gradients(add(dout, 1))],
        )
      },
      { runs: 5 },
    )
  })

  check('keeps float32 as float32', () => {
    const [x, gamma, beta, dout] = float32([2, 4, 3, 2], [4], [4], [2, 4, 3, 2])
    const settings = { x, gamma, beta, dout, params: { epsilon: 1e-5, momentum: 0.9 } }
    const one = { ...settings, options: { groups: 2, epsilon: 1e-5 } } as ImageCase
    const gradients = backward(dout, forward(one, x, gamma, beta).cache as never)
    expectTensor('dx', gradients.dx, [2, 4, 3, 2], 'float32')
    expectTensor('dgamma', gradients.dgamma, [4], 'float32')
    expectTensor('dbeta', gradients.dbeta, [4], 'float32')
  })
}
