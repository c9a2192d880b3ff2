import { pad, zeros, type Tensor } from '#kit/tensor/index.ts'

/**
 * Adds a border of `width` rows and columns of zeros around each image.
 *
 * @param x - images, (N, C, H, W)
 * @returns (N, C, H + 2 width, W + 2 width), a copy
 */
export const addBorder = (x: Tensor, width: number): Tensor =>
  pad(x, [
    [0, 0],
    [0, 0],
    [width, width],
    [width, width],
  ])

/**
 * Removes the outermost `width` rows and columns of each image on every side: what {@link addBorder} added.
 *
 * @param x - images, (N, C, H + 2 width, W + 2 width)
 * @returns (N, C, H, W), a copy
 */
export function removeBorder(x: Tensor, width: number): Tensor {
  const [N, C, paddedH, paddedW] = x.shape
  const [H, W] = [paddedH - 2 * width, paddedW - 2 * width]
  const out = zeros([N, C, H, W], x.dtype)
  for (let row = 0; row < N * C * H; row++) {
    const [image, i] = [Math.floor(row / H), row % H]
    const start = (image * paddedH + i + width) * paddedW + width
    out.data.set(x.data.subarray(start, start + W), row * W)
  }
  return out
}
