import { zeros } from './create.ts'
import type { Random } from './random.ts'
import type { Shape } from './shape.ts'
import type { DType, Tensor } from './tensor.ts'

/** The options of {@link randn}. */
export interface RandnOptions {
  /** The generator to draw from; drawing advances it. */
  random: Random
  /** The standard deviation, 1 by default. */
  scale?: number
  /** float64 by default. */
  dtype?: DType
}

/** Returns a tensor of independent normal numbers with mean 0 and standard deviation `scale`. */
export function randn(shape: Shape, { random, scale = 1, dtype = 'float64' }: RandnOptions): Tensor {
  const out = zeros(shape, dtype)
  for (let i = 0; i < out.size; i++) out.data[i] = scale * random.normal()
  return out
}
