import { map, Tensor, tensor } from '#kit/tensor/index.ts'

/** The numbers of a tensor in groups of this many, each with its smallest and its largest. */
function stretched(
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

const share = (weight: number, low: number, high: number): number =>
  high === low ? 0 : (weight - low) / (high - low)

/** The exact brightness of every weight, before it is rounded. */
export const exactBrightness = (filters: Tensor): Tensor =>
  stretched(filters, filters.size / filters.shape[0], (...weight) => 255 * share(...weight))

/** What `filterBrightness` with a mistake gives. */
export function brightnessMistakes(filters: Tensor): Record<string, () => Tensor> {
  const [F, C] = filters.shape
  const each = filters.size / F
  const rounded = (...weight: [number, number, number]): number => Math.round(255 * share(...weight))
  return {
    'All filters are stretched together; stretch each on its own.': () =>
      stretched(filters, filters.size, rounded),
    'Each channel is stretched on its own; stretch the whole filter, so that colours stay what they are.':
      () => stretched(filters, each / C, rounded),
    'It is rounded down; round to the nearest whole number.': () =>
      stretched(filters, each, (...weight) => Math.floor(255 * share(...weight))),
    'It is rounded up; round to the nearest whole number.': () =>
      stretched(filters, each, (...weight) => Math.ceil(255 * share(...weight))),
    'It is not rounded.': () => stretched(filters, each, (...weight) => 255 * share(...weight)),
    'The largest weight becomes 256; a byte ends at 255.': () =>
      stretched(filters, each, (...weight) => Math.round(256 * share(...weight))),
    'It goes from 0 to 1; multiply by 255 before you round.': () =>
      stretched(filters, each, (...weight) => Math.round(share(...weight))),
    'It is upside down: the smallest weight should become 0, the largest 255.': () =>
      stretched(filters, each, (...weight) => Math.round(255 * (1 - share(...weight)))),
    'It divides by the largest weight; subtract the smallest first, and divide by the range.': () =>
      stretched(filters, each, (weight, _, high) => Math.round(255 * (weight / high))),
    'The smallest weight was not subtracted.': () =>
      stretched(filters, each, (weight, low, high) => Math.round(255 * (weight / (high - low || 1)))),
    'It puts a weight of 0 in the middle; stretch from the smallest weight to the largest.': () =>
      stretched(filters, each, (weight, low, high) =>
        Math.round(127.5 + 127.5 * (weight / (Math.max(-low, high) || 1))),
      ),
  }
}

/** The tiles of a grid of filters, (F, 3, H, W). */
interface Grid {
  columns: number
  rows: number
  H: number
  W: number
}

/** Sizes that a picture with a mistake has. */
export const sizeMistakes = ({
  columns,
  rows,
  H,
  W,
}: Grid): Record<'width' | 'height', Record<string, number>> => ({
  width: {
    'width and height are swapped.': rows * (H + 1) + 1,
    'The border on the right is missing.': columns * (W + 1),
    'There are no borders.': columns * W,
    'Every tile has a border of its own on both sides; neighbours share one.': columns * (W + 2),
    'Rows and columns of tiles are swapped.': rows * (W + 1) + 1,
    'The height and the width of a tile are swapped.': columns * (H + 1) + 1,
    'One column of tiles is too few: round √F up.': (columns - 1) * (W + 1) + 1,
  },
  height: {
    'width and height are swapped.': columns * (W + 1) + 1,
    'The border at the bottom is missing.': rows * (H + 1),
    'There are no borders.': rows * H,
    'Every tile has a border of its own on both sides; neighbours share one.': rows * (H + 2),
    'There are as many rows as columns; take as many as F filters need.': columns * (H + 1) + 1,
    'The height and the width of a tile are swapped.': rows * (W + 1) + 1,
    'One row of tiles is too few: round F / columns up.': (rows - 1) * (H + 1) + 1,
  },
})

/** The picture of a grid of bytes, (height, width, 3), where each of them may be put somewhere else. */
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

/** Where a weight belongs: its index, and the upper left corner of its tile. */
interface Tile {
  f: number
  c: number
  h: number
  w: number
  top: number
  left: number
}

/** What `filterGrid` with a mistake paints. */
export function pictureMistakes(filters: Tensor, grid: Grid): Record<string, () => Tensor> {
  const { columns, rows, H, W } = grid
  const [height, width] = [rows * (H + 1) + 1, columns * (W + 1) + 1]
  const paint = (place: (tile: Tile) => readonly number[]) => () => gridPicture(filters, grid, place)
  return {
    'Red and blue are swapped.': paint(({ top, left, h, w, c }) => [top + h, left + w, 2 - c]),
    'The colours stand one after the other, each as a whole picture; the three bytes of a pixel belong together.':
      () => {
        const right = gridPicture(filters, grid)
        return tensor(
          Array.from(
            right.data,
            (_, i) => right.data[(i % (height * width)) * 3 + Math.floor(i / (height * width))],
          ),
        )
      },
    'The tiles stand one row too high: the border comes first.': paint((t) => [
      t.top + t.h - 1,
      t.left + t.w,
      t.c,
    ]),
    'The tiles stand one column too far left: the border comes first.': paint((t) => [
      t.top + t.h,
      t.left + t.w - 1,
      t.c,
    ]),
    'The tiles stand one pixel too high and too far left: the border comes first.': paint((t) => [
      t.top + t.h - 1,
      t.left + t.w - 1,
      t.c,
    ]),
    'The grid is filled column by column; fill it row by row.': paint(({ f, h, w, c }) => [
      (f % rows) * (H + 1) + 1 + h,
      Math.floor(f / rows) * (W + 1) + 1 + w,
      c,
    ]),
    'The tiles are upside down.': paint(({ top, left, h, w, c }) => [top + H - 1 - h, left + w, c]),
    'The tiles are mirrored.': paint(({ top, left, h, w, c }) => [top + h, left + W - 1 - w, c]),
    'The tiles are transposed.': paint(({ top, left, h, w, c }) => [top + w, left + h, c]),
    'The row of a tile is its number divided by the number of rows; divide by that of columns.': paint(
      ({ f, left, h, w, c }) => [Math.floor(f / rows) * (H + 1) + 1 + h, left + w, c],
    ),
    'Only one of the three colours is there: all go to the same byte.': paint(({ top, left, h, w }) => [
      top + h,
      left + w,
      0,
    ]),
    'Borders and empty places are white; leave them black.': () => gridPicture(filters, grid, undefined, 255),
    'Borders and empty places are grey; leave them black.': () => gridPicture(filters, grid, undefined, 128),
    'There are no gaps between the tiles.': paint(({ f, h, w, c }) => [
      Math.floor(f / columns) * H + 1 + h,
      (f % columns) * W + 1 + w,
      c,
    ]),
  }
}
