import { add, concat, div, map, matmul, mul, ones, Tensor, transpose } from '#kit/tensor/index.ts'

// The bias is one more row of the weights, for a column of ones in x. The ReLU is (x + |x|) / 2.

export function affineForward(x: Tensor, w: Tensor, b: Tensor) {
  const rows = x.reshape([-1, w.shape[0]])
  const extended = concat([rows, ones([rows.shape[0], 1], x.dtype)], 1)
  const cache = { extended, w, shape: x.shape }
  return { out: matmul(extended, concat([w, b.reshape([1, -1])])), cache }
}

export function affineBackward(
  dout: Tensor,
  { extended, w, shape }: ReturnType<typeof affineForward>['cache'],
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const [D, M] = w.shape
  const both = matmul(transpose(extended), dout)
  const dw = new Tensor(both.data.subarray(0, D * M), [D, M])
  const db = new Tensor(both.data.subarray(D * M), [M])
  return { dx: matmul(dout, transpose(w)).reshape(shape), dw, db }
}

export function reluForward(x: Tensor): { out: Tensor; cache: Tensor } {
  return { out: div(add(x, map(x, Math.abs)), 2), cache: x }
}

export const reluBackward = (dout: Tensor, x: Tensor): { dx: Tensor } => ({
  dx: mul(
    dout,
    map(x, (value) => (Math.sign(value) === 1 ? 1 : 0)),
  ),
})
