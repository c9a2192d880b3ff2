// Batch normalization of (N, C, places), channel by channel; the sums are float64.

/** Adds to sums[c] all elements of channel c, and to sums[C + c] their squares. */
export function channelMoments(sums: usize, x: usize, N: usize, C: usize, places: usize): void {
  const bytes = places * 4
  for (let c: usize = 0; c < C; c++) {
    let totals = f64x2.splat(0)
    let squares = f64x2.splat(0)
    let total: f64 = 0
    let square: f64 = 0
    for (let n: usize = 0; n < N; n++) {
      const plane = x + (n * C + c) * bytes
      let i: usize = 0
      for (; i + 16 <= bytes; i += 16) {
        const low = f64x2.promote_low_f32x4(v128.load64_zero(plane + i))
        const high = f64x2.promote_low_f32x4(v128.load64_zero(plane + i, 8))
        totals = f64x2.add(totals, f64x2.add(low, high))
        squares = f64x2.add(squares, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)))
      }
      for (; i < bytes; i += 4) {
        const value = <f64>load<f32>(plane + i)
        total += value
        square += value * value
      }
    }
    addTo(sums + c * 8, total + lanes(totals))
    addTo(sums + (C + c) * 8, square + lanes(squares))
  }
}

/** out = x · scale[c] + shift[c]; with `withRelu`, then what is negative becomes 0. */
// prettier-ignore
export function normalizeChannels(out: usize, x: usize, scale: usize, shift: usize, N: usize, C: usize, places: usize, withRelu: bool): void {
  const bytes = places * 4
  const floor = withRelu ? <f32>0 : -Infinity as f32
  const least = f32x4.splat(floor)
  for (let n: usize = 0; n < N; n++) {
    for (let c: usize = 0; c < C; c++) {
      const factor = load<f32>(scale + c * 4)
      const offset = load<f32>(shift + c * 4)
      const factors = f32x4.splat(factor)
      const offsets = f32x4.splat(offset)
      const from = x + (n * C + c) * bytes
      const to = out + (n * C + c) * bytes
      let i: usize = 0
      for (; i + 16 <= bytes; i += 16) {
        v128.store(to + i, f32x4.max(f32x4.add(f32x4.mul(v128.load(from + i), factors), offsets), least))
      }
      for (; i < bytes; i += 4) store<f32>(to + i, max<f32>(load<f32>(from + i) * factor + offset, floor))
    }
  }
}

/**
 * Adds to sums[c] all elements of dout in channel c, and to sums[C + c] those of dout · (x - mean[c]). With `masked`,
 * elements of dout where y is not above 0 count as 0.
 */
// prettier-ignore
export function channelProducts(sums: usize, dout: usize, x: usize, y: usize, mean: usize, N: usize, C: usize, places: usize, masked: bool): void {
  const bytes = places * 4
  const zero = f32x4.splat(0)
  for (let c: usize = 0; c < C; c++) {
    const centre = load<f32>(mean + c * 4)
    const centres = f32x4.splat(centre)
    let total: f64 = 0
    let product: f64 = 0
    for (let n: usize = 0; n < N; n++) {
      const plane = (n * C + c) * bytes
      // Within one plane, the few numbers of a lane are added in float32.
      let totals = f32x4.splat(0)
      let products = f32x4.splat(0)
      let i = plane
      for (; i + 16 <= plane + bytes; i += 16) {
        let d = v128.load(dout + i)
        if (masked) d = v128.and(d, f32x4.gt(v128.load(y + i), zero))
        totals = f32x4.add(totals, d)
        products = f32x4.add(products, f32x4.mul(d, f32x4.sub(v128.load(x + i), centres)))
      }
      total += floatLanes(totals)
      product += floatLanes(products)
      for (; i < plane + bytes; i += 4) {
        const d = !masked || load<f32>(y + i) > 0 ? load<f32>(dout + i) : 0
        total += <f64>d
        product += <f64>(d * (load<f32>(x + i) - centre))
      }
    }
    addTo(sums + c * 8, total)
    addTo(sums + (C + c) * 8, product)
  }
}

/** dx = a[c] · dout + b[c] · (x - mean[c]) + offset[c], with dout as in {@link channelProducts}. */
// prettier-ignore
export function normalizeBackward(dx: usize, dout: usize, x: usize, y: usize, mean: usize, a: usize, b: usize, offset: usize, N: usize, C: usize, places: usize, masked: bool): void {
  const bytes = places * 4
  const zero = f32x4.splat(0)
  for (let n: usize = 0; n < N; n++) {
    for (let c: usize = 0; c < C; c++) {
      const m = load<f32>(mean + c * 4), s = load<f32>(a + c * 4), t = load<f32>(b + c * 4), u = load<f32>(offset + c * 4)
      const ms = f32x4.splat(m), ss = f32x4.splat(s), ts = f32x4.splat(t), us = f32x4.splat(u)
      let i = (n * C + c) * bytes
      const end = i + bytes
      for (; i + 16 <= end; i += 16) {
        let d = v128.load(dout + i)
        if (masked) d = v128.and(d, f32x4.gt(v128.load(y + i), zero))
        const throughX = f32x4.mul(f32x4.sub(v128.load(x + i), ms), ts)
        v128.store(dx + i, f32x4.add(f32x4.add(f32x4.mul(d, ss), throughX), us))
      }
      for (; i < end; i += 4) {
        const d = !masked || load<f32>(y + i) > 0 ? load<f32>(dout + i) : 0
        store<f32>(dx + i, d * s + (load<f32>(x + i) - m) * t + u)
      }
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function addTo(address: usize, value: f64): void {
  store<f64>(address, load<f64>(address) + value)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function lanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function floatLanes(x: v128): f64 {
  return lanes(f64x2.promote_low_f32x4(x)) + lanes(f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)))
}
