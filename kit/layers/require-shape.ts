import { formatShape, sameShape, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { shapeError } from '#kit/tensor/shape.ts'

/**
 * Makes sure that a tensor has the shape that a layer reads: the fast loops look at no shape, and would go on behind its
 * last element.
 *
 * @param what - how the message calls the tensor: `the biases of a convolution`
 * @throws RangeError when it has another shape; the message names both
 */
export function requireShape(what: string, { shape }: Tensor, expected: Shape): void {
  if (sameShape(shape, expected)) return
  throw shapeError('shape', `${what} must have shape ${formatShape(expected)}, not ${formatShape(shape)}`)
}
