import { formatShape, zeros, type Tensor } from '#kit/tensor/index.ts'

/**
 * Returns all patches of some images, also those that overlap: what a convolution with filters of this size, stride 1
 * and no border multiplies its filters with.
 *
 * @param images - (N, C, H, W)
 * @param size - height and width of the patches; at most H and W
 * @returns (P, C · size²): a patch in each of the P = N · (H - size + 1) · (W - size + 1) rows, with its numbers in the
 *   order of a filter: channel by channel, row by row
 * @throws RangeError when no patch fits into the images
 */
export function patchesOf(images: Tensor, size: number): Tensor {
  const [N, C, H, W] = images.shape
  const [rows, columns] = [H - size + 1, W - size + 1]
  if (rows < 1 || columns < 1) {
    throw new RangeError(
      `patchesOf: patches of ${size} x ${size} do not fit into images of shape ${formatShape(images.shape)}`,
    )
  }
  const patches = zeros([N * rows * columns, C * size * size], images.dtype)
  let next = 0
  for (let n = 0; n < N; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let c = 0; c < C; c++)
          for (let row = i; row < i + size; row++) {
            const from = ((n * C + c) * H + row) * W + j
            patches.data.set(images.data.subarray(from, from + size), next)
            next += size
          }
  return patches
}
