import { full, map, mul, Random, type Tensor } from '#kit/tensor/index.ts'
import type { DropoutOptions } from '#work/3-dropout/dropout.ts'

// There is always a mask: ones in test mode, made in one line with a map that draws.

export function dropoutForward(
  x: Tensor,
  { keepProb, mode, seed }: DropoutOptions,
): { out: Tensor; cache: Tensor } {
  if (!(keepProb > 0) || keepProb > 1) throw new RangeError(`dropoutForward: keepProb cannot be ${keepProb}`)
  const random = seed === undefined ? Random.unseeded() : new Random(seed)
  const ones = full(x.shape, 1, x.dtype)
  const mask = mode === 'test' ? ones : map(ones, (one) => (random.uniform() < keepProb ? one / keepProb : 0))
  return { out: mul(mask, x), cache: mask }
}

export const dropoutBackward = (dout: Tensor, mask: Tensor): { dx: Tensor } => ({ dx: mul(mask, dout) })
