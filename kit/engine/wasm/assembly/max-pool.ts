// Max pooling. `maxIndices` keeps, for each element of the output, where in x its maximum stands: the first of equals.

// prettier-ignore
export function maxPool(out: usize, maxIndices: usize, x: usize, planes: i32, H: i32, W: i32, outHeight: i32, outWidth: i32, poolHeight: i32, poolWidth: i32, stride: i32): void {
  const pairs = poolHeight == 2 && poolWidth == 2 && stride == 2
  const size = outHeight * outWidth
  let k: usize = 0
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < outHeight; i++) {
      let j = 0
      if (pairs) {
        const row = (plane * H + 2 * i) * W
        for (; j + 4 <= outWidth; j += 4, k += 16) maxOfFourSquares(out + k, maxIndices + k, x, row + 2 * j, W)
        // A row that ends within the next four. What is stored beyond its end is replaced afterwards, by the next row or
        // the next plane; no plane is too small for that. What is read beyond its end may be in the next plane, too.
        if (j < outWidth && plane + 1 < planes && size >= 4) {
          maxOfFourSquares(out + k, maxIndices + k, x, row + 2 * j, W)
          k += <usize>(outWidth - j) << 2
          j = outWidth
        }
      }
      for (; j < outWidth; j++, k += 4) {
        let maxIndex = (plane * H + i * stride) * W + j * stride
        let largest = load<f32>(x + (maxIndex << 2))
        const corner = maxIndex
        for (let p = 0; p < poolHeight; p++) {
          for (let q = 0; q < poolWidth; q++) {
            const pixel = corner + p * W + q
            const value = load<f32>(x + (pixel << 2))
            // Selected and not jumped over: which pixel wins is random, and processors are slow where they guess wrong.
            const wins = value > largest
            largest = select<f32>(value, largest, wins)
            maxIndex = select<i32>(pixel, maxIndex, wins)
          }
        }
        store<f32>(out + k, largest)
        store<i32>(maxIndices + k, maxIndex)
      }
    }
  }
}

/** Four windows of 2 x 2 side by side, the first with its corner at pixel `corner`. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function maxOfFourSquares(out: usize, maxIndices: usize, x: usize, corner: i32, W: i32): void {
  const top = x + (corner << 2)
  const bottom = top + (W << 2)
  const a = v128.load(top), b = v128.load(top, 16)
  const c = v128.load(bottom), d = v128.load(bottom, 16)
  let largest = v128.shuffle<f32>(a, b, 0, 2, 4, 6)
  let maxIndex = i32x4.add(i32x4.splat(corner), i32x4(0, 2, 4, 6))
  const first = maxIndex
  let value = v128.shuffle<f32>(a, b, 1, 3, 5, 7)
  let wins = f32x4.gt(value, largest)
  largest = v128.bitselect(value, largest, wins)
  maxIndex = v128.bitselect(i32x4.add(first, i32x4.splat(1)), maxIndex, wins)
  value = v128.shuffle<f32>(c, d, 0, 2, 4, 6)
  wins = f32x4.gt(value, largest)
  largest = v128.bitselect(value, largest, wins)
  maxIndex = v128.bitselect(i32x4.add(first, i32x4.splat(W)), maxIndex, wins)
  value = v128.shuffle<f32>(c, d, 1, 3, 5, 7)
  wins = f32x4.gt(value, largest)
  v128.store(out, v128.bitselect(value, largest, wins))
  v128.store(maxIndices, v128.bitselect(i32x4.add(first, i32x4.splat(W + 1)), maxIndex, wins))
}

/** Adds each element of dout to its maxIndex's element of dx. */
export function maxPoolBackward(dx: usize, dout: usize, maxIndices: usize, count: usize): void {
  for (let k: usize = 0; k < count * 4; k += 4) {
    const place = dx + (<usize>load<i32>(maxIndices + k) << 2)
    store<f32>(place, load<f32>(place) + load<f32>(dout + k))
  }
}
