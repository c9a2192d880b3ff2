// Images with the channels of a pixel side by side. Four channels at a time: their number must be a multiple of four.

/**
 * An image (C, H, W) as (height, width, C), with its first pixel at row padTop and column padLeft, and zeros around it.
 */
// prettier-ignore
export function channelsLast(out: usize, image: usize, C: i32, H: i32, W: i32, padTop: i32, padLeft: i32, height: i32, width: i32): void {
  const step = C << 2
  const plane = H * W << 2
  const right = max(0, min(W, width - padLeft))
  for (let y = 0; y < height; y++) {
    const row = out + y * width * step
    const inside = y >= padTop && y - padTop < H
    if (!inside) {
      memory.fill(row, 0, width * step)
      continue
    }
    const first = min(padLeft, width)
    memory.fill(row, 0, first * step)
    memory.fill(row + (first + right) * step, 0, (width - first - right) * step)
    for (let c = 0; c < C; c += 4) {
      const from = image + ((c * H + y - padTop) * W << 2)
      const to = row + (padLeft * C + c << 2)
      if (right < 4) {
        for (let x = 0; x < right; x++) {
          for (let k = 0; k < 4; k++) store<f32>(to + x * step + (k << 2), load<f32>(from + (x << 2) + k * plane))
        }
        continue
      }
      let x = 0
      for (; x + 4 <= right; x += 4) transpose(to + x * step, step, from + (x << 2), plane)
      // The last four pixels, some of them once more.
      if (x < right) transpose(to + (right - 4) * step, step, from + (right - 4 << 2), plane)
    }
  }
}

/** The opposite way: the part of an image (height, width, C) from row padTop and column padLeft on, as (C, H, W). */
// prettier-ignore
export function channelsFirst(out: usize, image: usize, C: i32, H: i32, W: i32, padTop: i32, padLeft: i32, width: i32): void {
  const step = C << 2
  const plane = H * W << 2
  for (let y = 0; y < H; y++) {
    for (let c = 0; c < C; c += 4) {
      const from = image + (((y + padTop) * width + padLeft) * C + c << 2)
      const to = out + ((c * H + y) * W << 2)
      if (W < 4) {
        for (let x = 0; x < W; x++) {
          for (let k = 0; k < 4; k++) store<f32>(to + (x << 2) + k * plane, load<f32>(from + x * step + (k << 2)))
        }
        continue
      }
      let x = 0
      for (; x + 4 <= W; x += 4) transpose(to + (x << 2), plane, from + x * step, step)
      if (x < W) transpose(to + (W - 4 << 2), plane, from + (W - 4) * step, step)
    }
  }
}

/** Four vectors, `step` bytes apart, as columns instead of rows. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function transpose(to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step), d = v128.load(from + 3 * step)
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2))
  v128.store(to + toStep, v128.shuffle<f64>(ab, cd, 1, 3))
  v128.store(to + 2 * toStep, v128.shuffle<f64>(AB, CD, 0, 2))
  v128.store(to + 3 * toStep, v128.shuffle<f64>(AB, CD, 1, 3))
}
