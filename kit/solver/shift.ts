import { loops } from '#kit/engine/loops/index.ts'
import { empty, type Tensor, type TensorData } from '#kit/tensor/index.ts'

/**
 * What fills the edges that a shifted image uncovers: zeros, or the image's own pixels, reflected at its outermost row or
 * column.
 */
export type Border = 'zeros' | 'reflection'

/** How an image is moved. */
export interface Move {
  /** Pixels downwards and to the right; negative ones go up and to the left. */
  down: number
  right: number
  /** Whether the image is mirrored horizontally before. */
  mirror: boolean
  border: Border
}

/**
 * Mirrors an image, if asked to, and then shifts it.
 *
 * @param out - receives the moved image, (C, H, W)
 * @param image - (C, H, W)
 */
export function moveImage(
  out: TensorData,
  image: TensorData,
  [C, H, W]: readonly number[],
  { down, right, mirror, border }: Move,
): void {
  loops.moveImage(out, image, C, H, W, down, right, mirror)
  if (border === 'zeros') return
  // First the uncovered columns of the rows that have pixels, then whole rows.
  const [top, bottom] = [Math.max(0, down), H + Math.min(0, down)]
  for (let plane = 0; plane < C * H * W; plane += H * W) {
    for (let y = top; y < bottom; y++) {
      const row = plane + y * W
      for (let x = 0; x < right; x++) out[row + x] = out[row + 2 * right - x]
      for (let x = W + right; x < W; x++) out[row + x] = out[row + 2 * (W + right - 1) - x]
    }
    const copyRow = (to: number, from: number) =>
      out.copyWithin(plane + to * W, plane + from * W, plane + (from + 1) * W)
    for (let y = 0; y < top; y++) copyRow(y, 2 * top - y)
    for (let y = bottom; y < H; y++) copyRow(y, 2 * (bottom - 1) - y)
  }
}

/** Shifts images, (N, C, H, W), down and to the right, with reflected borders. Returns a tensor of the same shape. */
export function shifted(x: Tensor, down: number, right: number): Tensor {
  const out = empty(x.shape, x.dtype)
  const [N, ...shape] = x.shape
  const size = x.size / N
  for (let n = 0; n < N; n++) {
    const [to, from] = [out, x].map(({ data }) => data.subarray(n * size, (n + 1) * size))
    moveImage(to, from, shape, { down, right, mirror: false, border: 'reflection' })
  }
  return out
}
