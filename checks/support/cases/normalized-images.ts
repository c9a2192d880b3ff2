import fc from 'fast-check'
import { map, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from './arbitraries.ts'
import { quarters } from './images.ts'
import { normalizationParams } from './normalization.ts'

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
    N: size(1, 3),
    groups: size(1, 3),
    'C / groups': size(1, 2),
    sides,
    params: normalizationParams,
  }),
  ({ N, groups, 'C / groups': inGroup, sides: [H, W] }): Record<'x' | 'gamma' | 'beta' | 'dout', Shape> => {
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
