// Packing for the matrix product: tiles of A and B in the order in which they are read.

/** Copies `width` lines (rows of A or columns of B) of `depth` elements side by side; lines past `end` become zeros. */
// prettier-ignore
export function pack<T>(to: usize, width: usize, from: usize, lineStep: usize, depthStep: usize, line: usize, end: usize, k0: usize, depth: usize): void {
  const bytes = <usize>sizeof<T>()
  const real = min(width, end - line)
  const start = from + (line * lineStep + k0 * depthStep) * bytes
  if (lineStep == 1) {
    if (real == width) {
      copyLines(to, start, width * bytes, depthStep * bytes, depth)
      return
    }
    for (let k: usize = 0; k < depth; k++) {
      const source = start + k * depthStep * bytes
      const target = to + k * width * bytes
      for (let t: usize = 0; t < real; t++) store<T>(target + t * bytes, load<T>(source + t * bytes))
      for (let t = real; t < width; t++) store<T>(target + t * bytes, <T>0)
    }
    return
  }
  if (sizeof<T>() == 4 && real == width) {
    transposeLines(to, start, width, lineStep << 2, depth)
    return
  }
  for (let t: usize = 0; t < width; t++) {
    const source = start + t * lineStep * bytes
    if (t < real) {
      for (let k: usize = 0; k < depth; k++) {
        store<T>(to + (k * width + t) * bytes, load<T>(source + k * depthStep * bytes))
      }
    } else {
      for (let k: usize = 0; k < depth; k++) store<T>(to + (k * width + t) * bytes, <T>0)
    }
  }
}

/** Copies `depth` rows of `size` bytes, a multiple of 8. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function copyLines(to: usize, from: usize, size: usize, step: usize, depth: usize): void {
  for (let k: usize = 0; k < depth; k++, from += step, to += size) {
    let i: usize = 0
    for (; i + 16 <= size; i += 16) v128.store(to + i, v128.load(from + i))
    if (i < size) store<u64>(to + i, load<u64>(from + i))
  }
}

/** Copies `width` lines of `depth` float32 numbers side by side; `width` is a multiple of two. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function transposeLines(to: usize, from: usize, width: usize, step: usize, depth: usize): void {
  const size = width << 2
  let t: usize = 0
  for (; t + 4 <= width; t += 4, from += 4 * step, to += 16) {
    let k: usize = 0
    let target = to
    for (; k + 4 <= depth; k += 4, target += 4 * size) {
      const source = from + (k << 2)
      const a = v128.load(source), b = v128.load(source + step)
      const c = v128.load(source + 2 * step), d = v128.load(source + 3 * step)
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
      const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
      v128.store(target, v128.shuffle<f64>(ab, cd, 0, 2))
      v128.store(target + size, v128.shuffle<f64>(ab, cd, 1, 3))
      v128.store(target + 2 * size, v128.shuffle<f64>(AB, CD, 0, 2))
      v128.store(target + 3 * size, v128.shuffle<f64>(AB, CD, 1, 3))
    }
    for (; k < depth; k++, target += size) {
      for (let r: usize = 0; r < 4; r++) store<f32>(target + (r << 2), load<f32>(from + r * step + (k << 2)))
    }
  }
  for (; t < width; t += 2, from += 2 * step, to += 8) {
    let k: usize = 0
    let target = to
    for (; k + 4 <= depth; k += 4, target += 4 * size) {
      const source = from + (k << 2)
      const a = v128.load(source), b = v128.load(source + step)
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
      v128.store64_lane(target, ab, 0)
      v128.store64_lane(target + size, ab, 1)
      v128.store64_lane(target + 2 * size, AB, 0)
      v128.store64_lane(target + 3 * size, AB, 1)
    }
    for (; k < depth; k++, target += size) {
      store<f32>(target, load<f32>(from + (k << 2)))
      store<f32>(target + 4, load<f32>(from + step + (k << 2)))
    }
  }
}
