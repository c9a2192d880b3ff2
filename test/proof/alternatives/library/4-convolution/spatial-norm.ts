import { add, mul, ones, sum, transpose, zeros, type Tensor } from '#kit/tensor/index.ts'
import { batchnormBackward, batchnormForward, type BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward } from '#work/2-normalization/layernorm.ts'
import type { GroupnormOptions } from '#work/4-convolution/spatial-norm.ts'

// Both norms by way of others: group normalization is layer normalization of N · groups rows, without gamma and beta.

/** A view of images as pixels, and the way back. */
const asPixels = ([N, C, H, W]: readonly number[]) => ({
  to: (images: Tensor): Tensor => transpose(images, [0, 2, 3, 1]).reshape([N * H * W, C]),
  from: (pixels: Tensor): Tensor => transpose(pixels.reshape([N, H, W, C]), [0, -1, 1, 2]),
})

export function spatialBatchnormForward(x: Tensor, gamma: Tensor, beta: Tensor, params: BatchnormParams) {
  const { to, from } = asPixels(x.shape)
  const { out, cache } = batchnormForward(to(x), gamma, beta, params)
  const back = (dout: Tensor) => {
    const gradients = batchnormBackward(to(dout), cache)
    return { ...gradients, dx: from(gradients.dx) }
  }
  return { out: from(out), cache: back }
}

export const spatialBatchnormBackward = (
  dout: Tensor,
  back: ReturnType<typeof spatialBatchnormForward>['cache'],
): ReturnType<typeof back> => back(dout)

export function spatialGroupnormForward(x: Tensor, gamma: Tensor, beta: Tensor, options: GroupnormOptions) {
  const { groups, epsilon = 1e-5 } = options
  const [N, C, H, W] = x.shape
  if (groups < 1 || C % groups) throw new RangeError(`${C} channels cannot be divided into ${groups} groups`)
  const D = (C / groups) * H * W
  const { out, cache } = layernormForward(
    x.reshape([N * groups, D]),
    ones([D], x.dtype),
    zeros([D], x.dtype),
    { epsilon },
  )
  const normalized = out.reshape([N, C, H * W])
  const perChannel = (values: Tensor): Tensor => values.reshape([C, 1])
  const scaled = add(mul(perChannel(gamma), normalized), perChannel(beta))
  return {
    out: scaled.reshape(x.shape),
    cache: { inner: cache, rows: [N * groups, D], normalized, factors: perChannel(gamma) },
  }
}

export function spatialGroupnormBackward(
  dout: Tensor,
  { inner, rows, normalized, factors }: ReturnType<typeof spatialGroupnormForward>['cache'],
) {
  const upstream = dout.reshape(normalized.shape)
  const { dx } = layernormBackward(mul(upstream, factors).reshape(rows), inner)
  const dgamma = sum(mul(upstream, normalized), [0, 2])
  return { dx: dx.reshape(dout.shape), dgamma, dbeta: sum(upstream, [-1, 0]) }
}
