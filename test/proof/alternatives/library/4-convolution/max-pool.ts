import { offsetOf } from '#kit/layers/offset-of.ts'
import { poolSizes, type PoolOptions } from '#kit/layers/output-size.ts'
import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// The pixels of each window are sorted; the result says which won, and the cache is the list of [winner, output].

export function maxPoolForward(x: Tensor, { poolHeight, poolWidth, stride }: PoolOptions) {
  const { N, C, outHeight, outWidth } = poolSizes(x, { poolHeight, poolWidth, stride })
  const out = zeros([N, C, outHeight, outWidth], x.dtype)
  const inside = Array.from({ length: poolHeight * poolWidth }, (_, k) => [
    Math.floor(k / poolWidth),
    k % poolWidth,
  ])
  const pairs: [winner: number, output: number][] = []
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          const window = inside.map(([p, q]) => offsetOf(x, n, c, i * stride + p, j * stride + q))
          const [winner] = window.toSorted((a, b) => x.data[b] - x.data[a])
          const output = offsetOf(out, n, c, i, j)
          out.data[output] = x.data[winner]
          pairs.push([winner, output])
        }
  return {
    out,
    cache: { pairs, empty: zerosLike(x) },
    winners: Uint32Array.from(pairs, ([winner]) => winner),
  }
}

export function maxPoolBackward(
  dout: Tensor,
  { pairs, empty }: ReturnType<typeof maxPoolForward>['cache'],
): { dx: Tensor } {
  const dx = empty.clone()
  for (const [winner, output] of pairs) dx.data[winner] += dout.data[output]
  return { dx }
}
