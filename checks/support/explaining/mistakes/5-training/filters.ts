import { tensor, type Tensor } from '#kit/tensor/index.ts'
import { gridPicture, share, stretched, type Grid, type Tile } from '../../../definitions/filters.ts'

/** Returns the results of mistakes in `filterBrightness`. */
export function brightnessMistakes(filters: Tensor): Record<string, () => Tensor> {
  const [F, C] = filters.shape
  const each = filters.size / F
  const rounded = (...weight: [number, number, number]): number => Math.round(255 * share(...weight))
  return {
    'filterBrightness/stretched-together': () => stretched(filters, filters.size, rounded),
    'filterBrightness/per-channel': () => stretched(filters, each / C, rounded),
    'filterBrightness/rounded-down': () =>
      stretched(filters, each, (...weight) => Math.floor(255 * share(...weight))),
    'filterBrightness/rounded-up': () =>
      stretched(filters, each, (...weight) => Math.ceil(255 * share(...weight))),
    'filterBrightness/not-rounded': () => stretched(filters, each, (...weight) => 255 * share(...weight)),
    'filterBrightness/up-to-256': () =>
      stretched(filters, each, (...weight) => Math.round(256 * share(...weight))),
    'filterBrightness/up-to-1': () => stretched(filters, each, (...weight) => Math.round(share(...weight))),
    'filterBrightness/upside-down': () =>
      stretched(filters, each, (...weight) => Math.round(255 * (1 - share(...weight)))),
    'filterBrightness/divided-by-largest': () =>
      stretched(filters, each, (weight, _, high) => Math.round(255 * (weight / high))),
    'filterBrightness/smallest-not-subtracted': () =>
      stretched(filters, each, (weight, low, high) => Math.round(255 * (weight / (high - low || 1)))),
    'filterBrightness/centred-on-zero': () =>
      stretched(filters, each, (weight, low, high) =>
        Math.round(127.5 + 127.5 * (weight / (Math.max(-low, high) || 1))),
      ),
  }
}

/** Returns the picture sizes that mistakes give. */
export const sizeMistakes = ({
  columns,
  rows,
  H,
  W,
}: Grid): Record<'width' | 'height', Record<string, number>> => ({
  width: {
    'filterGrid/size-swapped': rows * (H + 1) + 1,
    'filterGrid/no-right-border': columns * (W + 1),
    'filterGrid/no-borders': columns * W,
    'filterGrid/two-borders': columns * (W + 2),
    'filterGrid/tiles-swapped': rows * (W + 1) + 1,
    'filterGrid/tile-size-swapped': columns * (H + 1) + 1,
    'filterGrid/one-column-few': (columns - 1) * (W + 1) + 1,
  },
  height: {
    'filterGrid/size-swapped': columns * (W + 1) + 1,
    'filterGrid/no-bottom-border': rows * (H + 1),
    'filterGrid/no-borders': rows * H,
    'filterGrid/two-borders': rows * (H + 2),
    'filterGrid/as-many-rows': columns * (H + 1) + 1,
    'filterGrid/tile-size-swapped': rows * (W + 1) + 1,
    'filterGrid/one-row-few': (rows - 1) * (H + 1) + 1,
  },
})

/** Returns the pictures that mistakes in `filterGrid` give. */
export function pictureMistakes(filters: Tensor, grid: Grid): Record<string, () => Tensor> {
  const { columns, rows, H, W } = grid
  const [height, width] = [rows * (H + 1) + 1, columns * (W + 1) + 1]
  const paint = (place: (tile: Tile) => readonly number[]) => () => gridPicture(filters, grid, place)
  return {
    'filterGrid/red-blue-swapped': paint(({ top, left, h, w, c }) => [top + h, left + w, 2 - c]),
    'filterGrid/colours-apart': () => {
      const right = gridPicture(filters, grid)
      return tensor(
        Array.from(
          right.data,
          (_, i) => right.data[(i % (height * width)) * 3 + Math.floor(i / (height * width))],
        ),
      )
    },
    'filterGrid/row-too-high': paint((t) => [t.top + t.h - 1, t.left + t.w, t.c]),
    'filterGrid/column-too-left': paint((t) => [t.top + t.h, t.left + t.w - 1, t.c]),
    'filterGrid/pixel-too-high-and-left': paint((t) => [t.top + t.h - 1, t.left + t.w - 1, t.c]),
    'filterGrid/column-by-column': paint(({ f, h, w, c }) => [
      (f % rows) * (H + 1) + 1 + h,
      Math.floor(f / rows) * (W + 1) + 1 + w,
      c,
    ]),
    'filterGrid/upside-down': paint(({ top, left, h, w, c }) => [top + H - 1 - h, left + w, c]),
    'filterGrid/mirrored': paint(({ top, left, h, w, c }) => [top + h, left + W - 1 - w, c]),
    'filterGrid/transposed': paint(({ top, left, h, w, c }) => [top + w, left + h, c]),
    'filterGrid/divided-by-rows': paint(({ f, left, h, w, c }) => [
      Math.floor(f / rows) * (H + 1) + 1 + h,
      left + w,
      c,
    ]),
    'filterGrid/one-colour': paint(({ top, left, h, w }) => [top + h, left + w, 0]),
    'filterGrid/white-borders': () => gridPicture(filters, grid, undefined, 255),
    'filterGrid/grey-borders': () => gridPicture(filters, grid, undefined, 128),
    'filterGrid/no-gaps': paint(({ f, h, w, c }) => [
      Math.floor(f / columns) * H + 1 + h,
      (f % columns) * W + 1 + w,
      c,
    ]),
  }
}
