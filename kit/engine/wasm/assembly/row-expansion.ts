// Writing out images for a convolution, and back: see kit/layers/conv/row-expansion.ts.

/**
 * Row (c, q) of out, `rowLength` elements, gets every row y of channel c in its slot: those pixels that meet filter
 * column q, with zeros where the filter hangs over the edge. Slots of the border above and below are left alone.
 */
// prettier-ignore
export function expand(out: usize, image: usize, C: i32, H: i32, W: i32, filterWidth: i32, outWidth: i32, stride: i32, padTop: i32, padLeft: i32, slots: i32, rowLength: i32): void {
  for (let c = 0; c < C; c++) {
    for (let q = 0; q < filterWidth; q++) {
      const first = firstInside(q, outWidth, stride, padLeft)
      const end = endInside(q, W, outWidth, stride, padLeft)
      const shift = first * stride + q - padLeft
      for (let y = 0; y < H; y++) {
        const padded = y + padTop
        const slot = stride == 1 ? padded : (padded % stride) * slots + padded / stride
        const row = out + (((c * filterWidth + q) * rowLength + slot * outWidth) << 2)
        const pixels = image + (((c * H + y) * W + shift) << 2)
        for (let j = 0; j < first; j++) store<f32>(row + (j << 2), 0)
        if (stride == 1) copy(row + (first << 2), pixels, end - first)
        else for (let j = first; j < end; j++) store<f32>(row + (j << 2), load<f32>(pixels + (((j - first) * stride) << 2)))
        for (let j = max(end, first); j < outWidth; j++) store<f32>(row + (j << 2), 0)
      }
    }
  }
}

/**
 * Copies, for one filter row p after the other, `count` elements of each of `rows` rows of the expansion, from where that
 * filter row begins; `expansion` is the address of the first for p = 0.
 */
// prettier-ignore
export function stack(out: usize, expansion: usize, filterHeight: i32, rows: i32, count: i32, rowLength: i32, outWidth: i32, stride: i32, slots: i32): void {
  for (let p = 0; p < filterHeight; p++) {
    let from = expansion + (((p % stride) * slots + p / stride) * outWidth << 2)
    for (let r = 0; r < rows; r++, from += rowLength << 2, out += count << 2) copy(out, from, count)
  }
}

/** The opposite way: adds every element of an expansion to the pixel that it was a copy of. */
// prettier-ignore
export function fold(image: usize, expansion: usize, C: i32, H: i32, W: i32, filterWidth: i32, outWidth: i32, stride: i32, padTop: i32, padLeft: i32, slots: i32, rowLength: i32): void {
  for (let c = 0; c < C; c++) {
    for (let q = 0; q < filterWidth; q++) {
      const first = firstInside(q, outWidth, stride, padLeft)
      const end = endInside(q, W, outWidth, stride, padLeft)
      const shift = first * stride + q - padLeft
      for (let y = 0; y < H; y++) {
        const padded = y + padTop
        const slot = stride == 1 ? padded : (padded % stride) * slots + padded / stride
        const row = expansion + (((c * filterWidth + q) * rowLength + slot * outWidth) << 2)
        const pixels = image + (((c * H + y) * W + shift) << 2)
        let j = first
        if (stride == 1) {
          for (; j + 4 <= end; j += 4) {
            const pixel = pixels + ((j - first) << 2)
            v128.store(pixel, f32x4.add(v128.load(pixel), v128.load(row + (j << 2))))
          }
        }
        for (; j < end; j++) {
          const pixel = pixels + (((j - first) * stride) << 2)
          store<f32>(pixel, load<f32>(pixel) + load<f32>(row + (j << 2)))
        }
      }
    }
  }
}

/** The first output column whose filter column q lies inside the image; outWidth if there is none. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function firstInside(q: i32, outWidth: i32, stride: i32, padLeft: i32): i32 {
  return min(outWidth, max(0, (padLeft - q + stride - 1) / stride))
}

/** One past the last output column whose filter column q lies inside the image. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function endInside(q: i32, W: i32, outWidth: i32, stride: i32, padLeft: i32): i32 {
  const room = W - 1 + padLeft - q
  return room < 0 ? 0 : min(outWidth, room / stride + 1)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function copy(to: usize, from: usize, count: i32): void {
  let j = 0
  for (; j + 4 <= count; j += 4) v128.store(to + (j << 2), v128.load(from + (j << 2)))
  for (; j < count; j++) store<f32>(to + (j << 2), load<f32>(from + (j << 2)))
}
