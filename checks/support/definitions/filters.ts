import { map, Tensor } from '#kit/tensor/index.ts'

/**
 * Applies a function to each number of a tensor and the smallest and largest number in its group of `count` numbers.
 */
export function stretched(
  filters: Tensor,
  count: number,
  brightness: (weight: number, low: number, high: number) => number,
): Tensor {
  const groups = Array.from({ length: filters.size / count }, (_, g) =>
    Array.from(filters.data.subarray(g * count, (g + 1) * count)),
  )
  const ends = groups.map((weights) => [Math.min(...weights), Math.max(...weights)] as const)
  return map(filters, (weight, i) => brightness(weight, ...ends[Math.floor(i / count)]))
}

/** Returns where a weight lies between the smallest and the largest: 0 to 1. */
export const share = (weight: number, low: number, high: number): number =>
  high === low ? 0 : (weight - low) / (high - low)

/** Returns the exact brightness of every weight, before rounding. */
export const exactBrightness = (filters: Tensor): Tensor =>
  stretched(filters, filters.size / filters.shape[0], (...weight) => 255 * share(...weight))

/** The tiles of a grid of filters, (F, 3, H, W). */
export interface Grid {
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

/** Returns the picture of a grid of bytes, (height, width, 3). `place` can move each byte to a wrong place. */
export function gridPicture(
  filters: Tensor,
  { columns, rows, H, W }: Grid,
  place = (tile: Tile): readonly number[] => [tile.top + tile.h, tile.left + tile.w, tile.c],
  background = 0,
): Tensor {
  const [height, width] = [rows * (H + 1) + 1, columns * (W + 1) + 1]
  const picture = new Tensor(new Float64Array(height * width * 3).fill(background), [height, width, 3])
  filters.data.forEach((value, i) => {
    const [f, c] = [Math.floor(i / (3 * H * W)), Math.floor(i / (H * W)) % 3]
    const [h, w] = [Math.floor(i / W) % H, i % W]
    const [row, column] = [Math.floor(f / columns), f % columns]
    const [y, x, colour] = place({
      f,
      c,
      h,
      w,
      top: row * (H + 1) + 1,
      left: column * (W + 1) + 1,
    })
    picture.data[(y * width + x) * 3 + colour] = value
  })
  return picture
}

/** The index of a weight, and the upper left corner of its tile. */
export interface Tile {
  f: number
  c: number
  h: number
  w: number
  top: number
  left: number
}
