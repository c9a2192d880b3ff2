import type { ExpansionSizes, Loops, Operation } from './loops.ts'
import { plainWinogradLoops } from './winograd.ts'

/** The loops in plain TypeScript. They work on arrays of every type and define what the fast ones compute. */
export const plainLoops: Loops = {
  ...plainWinogradLoops,
  fill(out, count, value) {
    out.fill(value, 0, count)
  },
  relu(out, x, count) {
    for (let i = 0; i < count; i++) out[i] = Math.max(0, x[i])
  },
  reluBackward(dx, dout, y, count) {
    for (let i = 0; i < count; i++) dx[i] = y[i] > 0 ? dout[i] : 0
  },
  combine(out, a, b, count, operation) {
    for (let i = 0; i < count; i++) out[i] = apply(operation, a[i], b[i])
  },
  combineNumber(out, a, count, operation, b, reversed) {
    for (let i = 0; i < count; i++) out[i] = reversed ? apply(operation, b, a[i]) : apply(operation, a[i], b)
  },
  weightedSum(out, a, b, count, weightA, weightB) {
    for (let i = 0; i < count; i++) out[i] = weightA * a[i] + weightB * b[i]
  },
  addToRows(out, b, rows, length, withRelu) {
    const least = withRelu ? 0 : -Infinity
    for (let r = 0, i = 0; r < rows; r++) {
      for (let k = 0; k < length; k++, i++) out[i] = Math.max(least, out[i] + b[r])
    }
  },
  sumRows(sums, x, rows, length) {
    for (let r = 0; r < rows; r++) sums[r] += sumOf(x, r * length, length)
  },

  normalizeImages(out, images, mean, count, places, ...factors) {
    for (let n = 0, i = 0; n < count; n++) {
      for (let channel = 0, pixel = 0; channel < 3; channel++) {
        for (const end = pixel + places; pixel < end; pixel++, i++) {
          out[i] = (images[i] - mean[pixel]) * factors[channel]
        }
      }
    }
  },
  moveImage(out, image, C, H, W, down, right, mirror) {
    for (let c = 0, i = 0; c < C; c++) {
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++, i++) {
          const [row, column] = [y - down, x - right]
          const inside = row >= 0 && row < H && column >= 0 && column < W
          out[i] = inside ? image[(c * H + row) * W + (mirror ? W - 1 - column : column)] : 0
        }
      }
    }
  },

  expand(out, image, ...sizes) {
    eachRow(sizes, (row, pixels, first, end, outWidth, stride) => {
      out.fill(0, row, row + first)
      for (let j = first, pixel = pixels; j < end; j++, pixel += stride) out[row + j] = image[pixel]
      out.fill(0, row + Math.max(first, end), row + outWidth)
    })
  },
  stack(out, expansion, filterHeight, rows, count, rowLength, outWidth, stride, slots) {
    for (let p = 0, to = 0; p < filterHeight; p++) {
      let from = ((p % stride) * slots + Math.floor(p / stride)) * outWidth
      for (let r = 0; r < rows; r++, from += rowLength, to += count) {
        out.set(expansion.subarray(from, from + count), to)
      }
    }
  },
  fold(image, expansion, ...sizes) {
    eachRow(sizes, (row, pixels, first, end, _outWidth, stride) => {
      for (let j = first, pixel = pixels; j < end; j++, pixel += stride) image[pixel] += expansion[row + j]
    })
  },

  maxPool(out, maxIndices, x, planes, H, W, outHeight, outWidth, poolHeight, poolWidth, stride) {
    for (let k = 0, plane = 0; plane < planes; plane++) {
      for (let i = 0; i < outHeight; i++) {
        for (let j = 0; j < outWidth; j++, k++) {
          const corner = (plane * H + i * stride) * W + j * stride
          let maxIndex = corner
          for (let p = 0; p < poolHeight; p++) {
            const row = corner + p * W
            for (let pixel = row; pixel < row + poolWidth; pixel++) {
              // Arithmetic instead of an "if": which pixel wins is random, and mispredicted branches are slow.
              maxIndex += (pixel - maxIndex) * Number(x[pixel] > x[maxIndex])
            }
          }
          maxIndices[k] = maxIndex
          out[k] = x[maxIndex]
        }
      }
    }
  },
  maxPoolBackward(dx, dout, maxIndices, count) {
    for (let k = 0; k < count; k++) dx[maxIndices[k]] += dout[k]
  },
  pooledFilterGradient(dw, dout, maxIndices, image, corners, offsets, F, count, places, vectors) {
    for (let k = 0; k < F * count; k++) {
      if (dout[k] === 0) continue
      const f = Math.floor(k / count)
      const corner = corners[maxIndices[k] - f * places]
      for (let v = 0; v < vectors; v++) {
        const [to, from] = [4 * (f * vectors + v), corner + offsets[v]]
        for (let i = 0; i < 4; i++) dw[to + i] += dout[k] * image[from + i]
      }
    }
  },

  channelMoments(sums, x, N, C, places) {
    eachChannel(N, C, places, (c, i) => {
      sums[c] += x[i]
      sums[C + c] += x[i] ** 2
    })
  },
  normalizeChannels(out, x, scale, shift, N, C, places, withRelu) {
    const least = withRelu ? 0 : -Infinity
    eachChannel(N, C, places, (c, i) => {
      out[i] = Math.max(least, x[i] * scale[c] + shift[c])
    })
  },
  channelProducts(sums, dout, x, y, mean, N, C, places, masked) {
    eachChannel(N, C, places, (c, i) => {
      const d = !masked || y[i] > 0 ? dout[i] : 0
      sums[c] += d
      sums[C + c] += d * (x[i] - mean[c])
    })
  },
  normalizeBackward(dx, dout, x, y, mean, a, b, offset, N, C, places, masked) {
    eachChannel(N, C, places, (c, i) => {
      const d = !masked || y[i] > 0 ? dout[i] : 0
      dx[i] = a[c] * d + b[c] * (x[i] - mean[c]) + offset[c]
    })
  },

  sgd(nextW, w, dw, count, rate) {
    for (let i = 0; i < count; i++) nextW[i] = w[i] - rate * dw[i]
  },
  sgdMomentum(nextW, nextVelocity, w, dw, velocity, count, rate, momentum) {
    for (let i = 0; i < count; i++) {
      nextVelocity[i] = momentum * velocity[i] - rate * dw[i]
      nextW[i] = w[i] + nextVelocity[i]
    }
  },
  rmsprop(nextW, nextCache, w, dw, cache, count, rate, decay, fresh, epsilon) {
    for (let i = 0; i < count; i++) {
      nextCache[i] = decay * cache[i] + fresh * dw[i] ** 2
      nextW[i] = w[i] - (rate * dw[i]) / (Math.sqrt(nextCache[i]) + epsilon)
    }
  },
  adam(nextW, nextM, nextV, w, dw, m, v, count, rate, beta1, fresh1, beta2, fresh2, correction, epsilon) {
    for (let i = 0; i < count; i++) {
      nextM[i] = beta1 * m[i] + fresh1 * dw[i]
      nextV[i] = beta2 * v[i] + fresh2 * dw[i] ** 2
      nextW[i] = w[i] - (rate * nextM[i]) / (Math.sqrt(nextV[i] * correction) + epsilon)
    }
  },
}

/**
 * Returns the sum of `count` elements from `start`, in the order of SIMD, which adds up every fourth element. So a sum
 * is bit-identical wherever its numbers are stored.
 */
function sumOf(x: ArrayLike<number>, start: number, count: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  const end = start + count
  let i = start
  for (; i + 4 <= end; i += 4) {
    a += x[i]
    b += x[i + 1]
    c += x[i + 2]
    d += x[i + 3]
  }
  let total = a + c + (b + d)
  for (; i < end; i++) total += x[i]
  return total
}

function apply(operation: Operation, x: number, y: number): number {
  if (operation === 0) return x + y
  if (operation === 1) return x - y
  return operation === 2 ? x * y : x / y
}

/** Visits every element i of (N, C, places) with its channel c. */
function eachChannel(N: number, C: number, places: number, visit: (c: number, i: number) => void): void {
  for (let n = 0, i = 0; n < N; n++) {
    for (let c = 0; c < C; c++) for (let k = 0; k < places; k++, i++) visit(c, i)
  }
}

/**
 * Visits every row of an expansion that contains a row of the image: its start, its first pixel, and the columns from
 * `first` to before `end` that are inside the image.
 */
function eachRow(
  [C, H, W, filterWidth, outWidth, stride, padTop, padLeft, slots, rowLength]: ExpansionSizes,
  visit: (row: number, pixels: number, first: number, end: number, outWidth: number, stride: number) => void,
): void {
  for (let c = 0; c < C; c++) {
    for (let q = 0; q < filterWidth; q++) {
      // Output column j meets image column j · stride + q - padLeft.
      const first = Math.min(outWidth, Math.max(0, Math.ceil((padLeft - q) / stride)))
      const end = Math.min(outWidth, Math.floor((W - 1 + padLeft - q) / stride) + 1)
      for (let y = 0; y < H; y++) {
        const padded = y + padTop
        const slot = (padded % stride) * slots + Math.floor(padded / stride)
        const row = (c * filterWidth + q) * rowLength + slot * outWidth
        visit(row, (c * H + y) * W + first * stride + q - padLeft, first, end, outWidth, stride)
      }
    }
  }
}
