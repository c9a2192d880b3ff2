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
