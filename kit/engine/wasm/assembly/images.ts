// Images on their way into a batch.

import { upperHalf } from './upper-half'

/**
 * out = (image - mean) · factor for `count` images of bytes, whose three colours have `places` pixels each, a multiple of 4:
 * computed in float64 and rounded once.
 */
// prettier-ignore
export function normalizeImages(out: usize, images: usize, mean: usize, count: usize, places: usize, red: f64, green: f64, blue: f64): void {
  for (let n: usize = 0; n < count; n++) {
    for (let channel: usize = 0; channel < 3; channel++, images += places, out += places * 4) {
      const factor = f64x2.splat(channel == 0 ? red : channel == 1 ? green : blue)
      const means = mean + channel * places * 4
      for (let i: usize = 0; i < places; i += 4) {
        const bytes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(images + i)))
        const m = v128.load(means + i * 4)
        const low = f64x2.mul(f64x2.sub(f64x2.convert_low_i32x4_u(bytes), f64x2.promote_low_f32x4(m)), factor)
        const high = f64x2.mul(f64x2.sub(f64x2.convert_low_i32x4_u(upperHalf(bytes)), f64x2.promote_low_f32x4(upperHalf(m))), factor)
        v128.store(out + i * 4, i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2))
      }
    }
  }
}

/**
 * An image (C, H, W), mirrored if `mirror`, and then moved down and to the right: what comes in at the edges is 0.
 */
// prettier-ignore
export function moveImage(out: usize, image: usize, C: i32, H: i32, W: i32, down: i32, right: i32, mirror: bool): void {
  const first = min(W, max(0, right))
  const end = max(0, W + min(0, right))
  for (let c = 0; c < C; c++) {
    for (let y = 0; y < H; y++, out += W << 2) {
      const from = y - down
      if (from < 0 || from >= H) {
        memory.fill(out, 0, W << 2)
        continue
      }
      const row = image + ((c * H + from) * W << 2)
      for (let x = 0; x < first; x++) store<f32>(out + (x << 2), 0)
      let x = first
      if (mirror) {
        const last = row + (W - 1 + right << 2)
        for (; x + 4 <= end; x += 4) {
          const pixels = v128.load(last - (x + 3 << 2))
          v128.store(out + (x << 2), v128.shuffle<f32>(pixels, pixels, 3, 2, 1, 0))
        }
        for (; x < end; x++) store<f32>(out + (x << 2), load<f32>(last - (x << 2)))
      } else {
        const start = row - (right << 2)
        for (; x + 4 <= end; x += 4) v128.store(out + (x << 2), v128.load(start + (x << 2)))
        for (; x < end; x++) store<f32>(out + (x << 2), load<f32>(start + (x << 2)))
      }
      for (; x < W; x++) store<f32>(out + (x << 2), 0)
    }
  }
}
