import { loops } from '#kit/engine/loops/index.ts'
import { empty, type Tensor } from '#kit/tensor/index.ts'
import { asType } from './arrays.ts'
import { requireShape } from './require-shape.ts'

/** What {@link reluBackward} needs from the forward pass. The output is positive exactly where the input was. */
export interface FastReluCache {
  /** In the shape of the input. */
  out: Tensor
}

/**
 * Computes the rectified linear unit, max(0, x), fast, with the same signature and the same result as that of Part 1.
 *
 * @param x - inputs of any shape
 * @returns `out` in the same shape, and the cache for {@link reluBackward}
 */
export function reluForward(x: Tensor): { out: Tensor; cache: FastReluCache } {
  const out = empty(x.shape, x.dtype)
  loops.relu(out.data, x.data, x.size)
  return { out, cache: { out } }
}

/**
 * Computes the backward pass of {@link reluForward}. At exactly x = 0 the gradient is 0.
 *
 * @param dout - the upstream gradient, in the shape of x
 * @returns `dx` in the shape of x
 * @throws RangeError when dout has another shape than x
 */
export function reluBackward(dout: Tensor, { out }: FastReluCache): { dx: Tensor } {
  requireShape('the upstream gradient of a ReLU', dout, out.shape)
  const dx = empty(out.shape, out.dtype)
  loops.reluBackward(dx.data, asType(dout, out.dtype).data, out.data, out.size)
  return { dx }
}
