// Images with the channels of a pixel side by side. Four channels at a time: their number must be a multiple of four.

/**
 * An image (C, H, W) as (height, width, C), with its first pixel at row padTop and column padLeft, and zeros around it.
 */
// prettier-ignore
export function channelsLast(out: usize, image: usize, C: i32, H: i32, W: i32, padTop: i32, padLeft: i32, height: i32, width: i32): void {
  const step = C << 2
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
      const plane = H * W << 2
      let to: usize = row + (padLeft * C + c << 2)
      let x = 0
      for (; x + 4 <= right; x += 4) {
        const pixels = from + (x << 2)
        const a = v128.load(pixels), b = v128.load(pixels + plane)
        const d = v128.load(pixels + 2 * plane), e = v128.load(pixels + 3 * plane)
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), de = v128.shuffle<f32>(d, e, 0, 4, 1, 5)
        const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), DE = v128.shuffle<f32>(d, e, 2, 6, 3, 7)
        v128.store(to, v128.shuffle<f64>(ab, de, 0, 2)); to += step
        v128.store(to, v128.shuffle<f64>(ab, de, 1, 3)); to += step
        v128.store(to, v128.shuffle<f64>(AB, DE, 0, 2)); to += step
        v128.store(to, v128.shuffle<f64>(AB, DE, 1, 3)); to += step
      }
      for (; x < right; x++, to += step) {
        const pixels = from + (x << 2)
        for (let k = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(pixels + k * plane))
      }
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
      let from: usize = image + (((y + padTop) * width + padLeft) * C + c << 2)
      let to: usize = out + ((c * H + y) * W << 2)
      let x = 0
      for (; x + 4 <= W; x += 4, to += 16) {
        const a = v128.load(from), b = v128.load(from + step)
        const d = v128.load(from + 2 * step), e = v128.load(from + 3 * step)
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), de = v128.shuffle<f32>(d, e, 0, 4, 1, 5)
        const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), DE = v128.shuffle<f32>(d, e, 2, 6, 3, 7)
        v128.store(to, v128.shuffle<f64>(ab, de, 0, 2))
        v128.store(to + plane, v128.shuffle<f64>(ab, de, 1, 3))
        v128.store(to + 2 * plane, v128.shuffle<f64>(AB, DE, 0, 2))
        v128.store(to + 3 * plane, v128.shuffle<f64>(AB, DE, 1, 3))
        from += 4 * step
      }
      for (; x < W; x++, from += step, to += 4) {
        for (let k = 0; k < 4; k++) store<f32>(to + k * plane, load<f32>(from + (k << 2)))
      }
    }
  }
}
