import { Random, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { DropoutOptions } from '#work/3-dropout/dropout.ts'

// A number is drawn for each element where it is needed; the cache lists the elements that were kept.

export function dropoutForward(x: Tensor, { keepProb, mode, seed }: DropoutOptions) {
  if (!(keepProb > 0 && keepProb <= 1)) throw new RangeError(`keepProb must be in (0, 1], not ${keepProb}`)
  const out = zerosLike(x)
  const random = seed === undefined ? Random.unseeded() : new Random(seed)
  const scale = mode === 'train' ? 1 / keepProb : 1
  const kept: number[] = []
  for (let i = 0; i < x.size; i++) {
    if (mode === 'train' && random.uniform() >= keepProb) continue
    kept.push(i)
    out.data[i] = x.data[i] * scale
  }
  return { out, cache: { kept, scale } }
}

export function dropoutBackward(
  dout: Tensor,
  { kept, scale }: ReturnType<typeof dropoutForward>['cache'],
): { dx: Tensor } {
  const dx = zerosLike(dout)
  for (const i of kept) dx.data[i] = dout.data[i] * scale
  return { dx }
}
