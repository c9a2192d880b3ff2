import { add, mul, ones, sum, transpose, zeros, type Tensor } from '#kit/tensor/index.ts'
import { batchnormBackwardAlt, batchnormForward } from '#work/2-normalization/batchnorm.ts'

// Forward it is batch normalization of the transposed x, without gamma and beta; backward too.

export function layernormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { epsilon }: { epsilon?: number } = {},
) {
  const N = x.shape[0]
  const plain = [ones([N], x.dtype), zeros([N], x.dtype)] as const
  const { out, cache } = batchnormForward(transpose(x), ...plain, { mode: 'train', epsilon })
  const normalized = transpose(out)
  return { out: add(mul(normalized, gamma), beta), cache: { normalized, inner: cache, gamma } }
}

export function layernormBackward(
  dout: Tensor,
  { normalized, inner, gamma }: ReturnType<typeof layernormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const { dx } = batchnormBackwardAlt(transpose(mul(dout, gamma)), inner)
  return { dx: transpose(dx), dgamma: sum(mul(dout, normalized), 0), dbeta: sum(dout, 0) }
}
