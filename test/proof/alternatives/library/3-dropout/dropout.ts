import { map, Random, type Tensor } from '#kit/tensor/index.ts'
import type { DropoutOptions } from '#work/3-dropout/dropout.ts'

// The cache is no mask but the seed that it came from: the same numbers are drawn again on the way back.

interface Settings {
  keepProb: number
  /** undefined where nothing was dropped */
  seed?: number
}

/** What is kept of x, and is divided by keepProb. */
function drop(x: Tensor, { keepProb, seed }: Settings): Tensor {
  if (seed === undefined) return x
  const random = new Random(seed, 3)
  return map(x, (value) => (random.uniform() > 1 - keepProb ? value / keepProb : 0))
}

export function dropoutForward(x: Tensor, { keepProb, mode, seed }: DropoutOptions) {
  if (keepProb > 0 === false || keepProb > 1)
    throw new RangeError(`keepProb is ${keepProb}, which is no share to keep`)
  const isIdle = mode === 'test' || keepProb === 1
  const cache: Settings = { keepProb, seed: isIdle ? undefined : (seed ?? Random.unseeded().seed) }
  return Object.freeze({ out: drop(x, cache), cache: Object.freeze(cache), keepProb })
}

export const dropoutBackward = (dout: Tensor, cache: Settings): { dx: Tensor } => ({ dx: drop(dout, cache) })
