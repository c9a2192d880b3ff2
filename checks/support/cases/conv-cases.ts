import { randn, Random, type Tensor } from '#kit/tensor/index.ts'
import { golden, readReference, wave, type GoldenCase } from '../comparing/golden.ts'
import type { ConvCase } from './images.ts'

/** Returns the two convolutions of the extra reference values, in which nothing is square. */
export function referenceConvs() {
  const { conv_nonsquare_s2_p0: strided, conv_nonsquare_s1_p2: padded } = readReference('extra')
  return [
    {
      x: wave([2, 2, 7, 4], -1, 1, 5),
      w: wave([3, 2, 3, 2], -0.5, 0.5, 5),
      b: golden(strided.b),
      dout: wave([2, 3, 3, 2], -1, 1, 5),
      options: { stride: 2, pad: 0 },
      expected: strided,
    },
    {
      x: wave([1, 2, 4, 6], -1, 1, 7),
      w: wave([2, 2, 3, 4], -0.5, 0.5, 5),
      b: golden(padded.b),
      dout: wave([1, 2, 6, 7], -1, 1, 11),
      options: { stride: 1, pad: 2 },
      expected: padded,
    },
  ]
}

/** Converts a golden case to a convolution. */
export const caseOf = ({ inputs, expected }: GoldenCase): ConvCase => ({
  ...inputs,
  dout: inputs.dout ?? expected.out,
  options: inputs.params,
})

/** Draws images, filters, biases and an upstream gradient in float32, for stride 1 and pad 1. */
export function float32Conv(): Tensor[] {
  const random = new Random(2)
  const shapes = [[2, 3, 3, 5], [4, 3, 3, 3], [4], [2, 4, 3, 5]]
  return shapes.map((shape) => randn(shape, { random, dtype: 'float32' }))
}
