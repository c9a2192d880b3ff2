import { formatShape, sameShape, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { shapeError } from '#kit/tensor/shape.ts'

/**
 * Checks that a tensor has the shape that a layer expects. The fast loops do not check shapes and would read past the
 * end.
 *
 * @param what - the tensor's name for the message: `the biases of a convolution`
 * @throws RangeError when it has another shape; the message names both
 */
export function requireShape(what: string, { shape }: Tensor, expected: Shape): void {
  if (sameShape(shape, expected)) return
  throw shapeError('shape', `${what} must have shape ${formatShape(expected)}, not ${formatShape(shape)}`)
}
