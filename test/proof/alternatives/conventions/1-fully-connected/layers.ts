import { map, matmul, sum, type Tensor } from '#kit/tensor/index.ts'

// Sums in float64, whatever the type of the input, and rounded once in the end. Nothing is copied that need not be.

const exact = (x: Tensor): Tensor => (x.dtype === 'float64' ? x : x.astype('float64'))

export function affineForward(x: Tensor, w: Tensor, b: Tensor) {
  const { dtype } = x
  const [rows, weights] = [exact(x).reshape([x.shape[0], -1]), exact(w)]
  const out = map(matmul(rows, weights), (value, i) => value + b.data[i % b.size])
  return { out: out.astype(dtype), cache: [rows, weights, x.shape, dtype] as const }
}

export function affineBackward(
  dout: Tensor,
  [rows, weights, shape, dtype]: ReturnType<typeof affineForward>['cache'],
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const upstream = exact(dout)
  const dx = matmul(upstream, weights, { transposeB: true }).astype(dtype)
  const dw = matmul(rows, upstream, { transposeA: true }).astype(dtype)
  return { dx: dx.reshape(shape), dw, db: sum(upstream, [0]).astype(dtype) }
}

/** Where nothing is negative, out is x itself, and dx is dout itself. The cache is text: a 1 for each open gate. */
export function reluForward(x: Tensor): { out: Tensor; cache: string } {
  const cache = Array.from(x.data, (value) => (value > 0 ? '1' : '0')).join('')
  return { out: cache.includes('0') ? map(x, (value) => (value > 0 ? value : 0)) : x, cache }
}

export function reluBackward(dout: Tensor, gates: string): { dx: Tensor } {
  return { dx: gates.includes('0') ? map(dout, (value, i) => (gates[i] === '1' ? value : 0)) : dout }
}
