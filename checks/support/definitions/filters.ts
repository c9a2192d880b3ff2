import { map, Tensor } from '#kit/tensor/index.ts'

/** Returns the exact brightness of every weight, before rounding: 0 for the smallest of its filter, 255 for the largest. */
export function exactBrightness(filters: Tensor): Tensor {
  const count = filters.size / filters.shape[0]
  return map(filters, (weight, i) => {
    const start = i - (i % count)
    const weights = filters.data.subarray(start, start + count)
    const [low, high] = [Math.min(...weights), Math.max(...weights)]
    return high === low ? 0 : (255 * (weight - low)) / (high - low)
  })
}

/** The tiles of a grid of filters, (F, 3, H, W). */
interface Grid {
  columns: number
  rows: number
  H: number
  W: number
}

/** Returns the number of tiles, in rows and columns, in the picture of F filters. */
export const gridOf = ({ F, H, W }: { F: number; H: number; W: number }): Grid => {
  const columns = Math.ceil(Math.sqrt(F))
  return { columns, rows: Math.ceil(F / columns), H, W }
}

/** Returns the picture of a grid of bytes, (height, width, 3). */
export function gridPicture(filters: Tensor, { columns, rows, H, W }: Grid): Tensor {
  const [height, width] = [rows * (H + 1) + 1, columns * (W + 1) + 1]
  const picture = new Tensor(new Float64Array(height * width * 3), [height, width, 3])
  filters.data.forEach((value, i) => {
    const [f, c] = [Math.floor(i / (3 * H * W)), Math.floor(i / (H * W)) % 3]
    const [h, w] = [Math.floor(i / W) % H, i % W]
    const [row, column] = [Math.floor(f / columns), f % columns]
    const [y, x] = [row * (H + 1) + 1 + h, column * (W + 1) + 1 + w]
    picture.data[(y * width + x) * 3 + c] = value
  })
  return picture
}
