import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { poolSizes, type PoolOptions } from './output-size.ts'

/** What {@link maxPoolBackward} needs from the forward pass. */
export interface FastMaxPoolCache {
  x: Tensor
  /** For each element of the output, where in the data of x its maximum stands. */
  winners: Int32Array
}

/**
 * Max pooling, made fast: the same signature, the same result and the same errors as the plain loops of Part 4.
 *
 * @param x - images, (N, C, H, W)
 * @returns `out`, (N, C, outHeight, outWidth), and the cache for {@link maxPoolBackward}
 * @throws RangeError when the window does not come out even at the edge of the image
 */
export function maxPoolForward(x: Tensor, options: PoolOptions): { out: Tensor; cache: FastMaxPoolCache } {
  const { N, C, H, W, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  const out = zeros([N, C, outHeight, outWidth], x.dtype)
  const winners = new Int32Array(out.size)
  const [input, output] = [x.data, out.data]
  for (let k = 0, plane = 0; plane < N * C; plane++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++, k++) {
        const corner = (plane * H + i * stride) * W + j * stride
        let winner = corner
        for (let p = 0; p < poolHeight; p++) {
          const row = corner + p * W
          for (let pixel = row; pixel < row + poolWidth; pixel++) {
            // Arithmetic and not an "if": which pixel wins is random, and processors are slow where they guess wrong.
            winner += (pixel - winner) * Number(input[pixel] > input[winner])
          }
        }
        winners[k] = winner
        output[k] = input[winner]
      }
    }
  }
  return { out, cache: { x, winners } }
}

/**
 * The backward pass of {@link maxPoolForward}: the gradient of each window goes to its maximum, the first of equals.
 *
 * @param dout - the upstream gradient, (N, C, outHeight, outWidth)
 * @returns `dx`, (N, C, H, W)
 */
export function maxPoolBackward(dout: Tensor, { x, winners }: FastMaxPoolCache): { dx: Tensor } {
  const dx = zerosLike(x)
  for (let k = 0; k < winners.length; k++) dx.data[winners[k]] += dout.data[k]
  return { dx }
}
