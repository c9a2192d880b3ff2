import { formatShape, type Tensor } from '#kit/tensor/index.ts'
import { shapeError } from '#kit/tensor/shape.ts'

/**
 * Replaces the first filters of a convolution, as many as there are channels, by the identity: filter i is 1 at the
 * centre of channel i, and 0 elsewhere. With a border that keeps the size of the images, these filters first pass their
 * input on unchanged, and so do many such layers in a row (Zagoruyko and Komodakis 2017, "DiracNets").
 *
 * @param w - filters, (F, C, HH, WW) with odd HH and WW
 * @returns filters in the shape of w; the first min(F, C) are the identity, and the others are those of w
 * @throws RangeError when w does not have four axes, or a filter has no centre
 */
export function identityFilters(w: Tensor): Tensor {
  const [F, C, height, width] = w.shape
  if (w.shape.length !== 4 || height % 2 === 0 || width % 2 === 0) {
    throw shapeError(
      'shape',
      `identity filters must have four axes and an odd height and width, but their shape is ${formatShape(w.shape)}`,
    )
  }
  const out = w.clone()
  const [filter, plane] = [C * height * width, height * width]
  for (let i = 0; i < Math.min(F, C); i++) {
    out.data.fill(0, i * filter, (i + 1) * filter)
    out.data[i * filter + i * plane + (plane - 1) / 2] = 1
  }
  return out
}
