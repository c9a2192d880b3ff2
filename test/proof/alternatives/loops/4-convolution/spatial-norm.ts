import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { batchnormBackward, batchnormForward, type BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import type { GroupnormOptions } from '#work/4-convolution/spatial-norm.ts'

// Every element is carried over by its index. Group normalization keeps x and measures each group again.

/** (N, C, H, W) as (N · H · W, C). */
function toPixels(x: Tensor): Tensor {
  const [N, C, H, W] = x.shape
  const size = H * W
  const pixels = zeros([N * size, C], x.dtype)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let k = 0; k < size; k++) pixels.data[(n * size + k) * C + c] = x.data[(n * C + c) * size + k]
  return pixels
}

/** And back, in the shape of `like`. */
function toImages(pixels: Tensor, like: Tensor): Tensor {
  const [N, C, H, W] = like.shape
  const size = H * W
  const images = zerosLike(like)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let k = 0; k < size; k++) images.data[(n * C + c) * size + k] = pixels.data[(n * size + k) * C + c]
  return images
}

export function spatialBatchnormForward(x: Tensor, gamma: Tensor, beta: Tensor, params: BatchnormParams) {
  const { out, cache } = batchnormForward(toPixels(x), gamma, beta, params)
  return { out: toImages(out, x), cache }
}

export function spatialBatchnormBackward(
  dout: Tensor,
  cache: ReturnType<typeof spatialBatchnormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const gradients = batchnormBackward(toPixels(dout), cache)
  gradients.dx = toImages(gradients.dx, dout)
  return gradients
}

interface GroupCache {
  x: Tensor
  gamma: Tensor
  groups: number
  epsilon: number
}

/** The mean and the root of the variance plus epsilon of `count` numbers from `start` on. */
function measure({ data }: Tensor, start: number, count: number, epsilon: number): [number, number] {
  let [total, squares] = [0, 0]
  for (let k = 0; k < count; k++) total += data[start + k]
  const mean = total / count
  for (let k = 0; k < count; k++) squares += (data[start + k] - mean) ** 2
  return [mean, Math.sqrt(squares / count + epsilon)]
}

export function spatialGroupnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { groups, epsilon = 1e-5 }: GroupnormOptions,
): { out: Tensor; cache: GroupCache } {
  const [N, C, H, W] = x.shape
  if (C % groups !== 0 || groups < 1) {
    throw new RangeError(`spatialGroupnormForward: ${C} channels cannot be divided into ${groups} groups`)
  }
  const count = (C / groups) * H * W
  const out = zerosLike(x)
  for (let start = 0; start < N * C * H * W; start += count) {
    const [mean, std] = measure(x, start, count, epsilon)
    for (let i = start; i < start + count; i++) {
      const channel = Math.floor(i / (H * W)) % C
      out.data[i] = ((x.data[i] - mean) / std) * gamma.data[channel] + beta.data[channel]
    }
  }
  return { out, cache: { x, gamma, groups, epsilon } }
}

export function spatialGroupnormBackward(
  dout: Tensor,
  { x, gamma, groups, epsilon }: GroupCache,
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const [, C, H, W] = x.shape
  const count = (C / groups) * H * W
  const dx = zerosLike(x)
  const [dgamma, dbeta] = [zerosLike(gamma), zerosLike(gamma)]
  for (let start = 0; start < x.size; start += count) {
    const [mean, std] = measure(x, start, count, epsilon)
    let [level, slope] = [0, 0]
    for (let i = start; i < start + count; i++) {
      const channel = Math.floor(i / (H * W)) % C
      const normalized = (x.data[i] - mean) / std
      dgamma.data[channel] += dout.data[i] * normalized
      dbeta.data[channel] += dout.data[i]
      level += dout.data[i] * gamma.data[channel]
      slope += dout.data[i] * gamma.data[channel] * normalized
    }
    for (let i = start; i < start + count; i++) {
      const normalized = (x.data[i] - mean) / std
      const own = dout.data[i] * gamma.data[Math.floor(i / (H * W)) % C]
      dx.data[i] = (own - (level + normalized * slope) / count) / std
    }
  }
  return { dx, dgamma, dbeta }
}
