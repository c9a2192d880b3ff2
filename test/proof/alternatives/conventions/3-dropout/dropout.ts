import { Random, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { DropoutOptions } from '#work/3-dropout/dropout.ts'

// The mask is drawn from the last element to the first, and kept as zeros and ones; test mode gives copies.

interface Cache {
  kept: Uint8Array
  keepProb: number
}

/** Elements that are kept, divided by the probability to keep them; 0 elsewhere. */
function masked(x: Tensor, { kept, keepProb }: Cache): Tensor {
  const out = zeros(x.shape, x.dtype)
  kept.forEach((isKept, i) => {
    if (isKept) out.data[i] = x.data[i] / keepProb
  })
  return out
}

export function dropoutForward(x: Tensor, options: DropoutOptions): { out: Tensor; cache: Cache } {
  const { keepProb, mode, seed = Random.unseeded().seed } = options
  if (!(0 < keepProb && keepProb <= 1))
    throw new RangeError(`keepProb must be above 0 and at most 1: ${keepProb}`)
  const random = new Random(seed)
  const cache = { kept: new Uint8Array(x.size).fill(1), keepProb: mode === 'test' ? 1 : keepProb }
  for (let i = x.size - 1; i >= 0; i--) cache.kept[i] = Number(random.uniform() < cache.keepProb)
  return { out: masked(x, cache), cache }
}

export function dropoutBackward(dout: Tensor, cache: Cache): { dx: Tensor } {
  return { dx: masked(dout, cache) }
}
