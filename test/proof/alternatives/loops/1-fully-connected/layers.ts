import { Tensor, type TensorData } from '#kit/tensor/index.ts'

// Plain loops over plain storage, which is all that the caches hold.

type Numbers = TensorData

const sameKind = ({ data }: Tensor, length: number): Numbers =>
  data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)

interface AffineCache {
  inputs: Numbers
  weights: Numbers
  shape: readonly number[]
  D: number
}

export function affineForward(x: Tensor, w: Tensor, b: Tensor): { out: Tensor; cache: AffineCache } {
  const N = x.shape[0]
  const [D, M] = w.shape
  const out = sameKind(x, N * M)
  for (let n = 0; n < N; n++) {
    for (let m = 0; m < M; m++) {
      let total = 0
      for (let d = 0; d < D; d++) total += x.data[n * D + d] * w.data[d * M + m]
      out[n * M + m] = total + b.data[m]
    }
  }
  return { out: new Tensor(out, [N, M]), cache: { inputs: x.data, weights: w.data, shape: x.shape, D } }
}

export function affineBackward(
  dout: Tensor,
  { inputs, weights, shape, D }: AffineCache,
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const [N, M] = dout.shape
  const dx = sameKind(dout, N * D)
  const dw = sameKind(dout, D * M)
  const db = sameKind(dout, M)
  for (let n = 0; n < N; n++) {
    for (let m = 0; m < M; m++) {
      const upstream = dout.data[n * M + m]
      db[m] += upstream
      for (let d = 0; d < D; d++) {
        dx[n * D + d] += upstream * weights[d * M + m]
        dw[d * M + m] += upstream * inputs[n * D + d]
      }
    }
  }
  return { dx: new Tensor(dx, shape), dw: new Tensor(dw, [D, M]), db: new Tensor(db, [M]) }
}

export function reluForward(x: Tensor): { out: Tensor; cache: boolean[] } {
  const out = sameKind(x, x.size)
  const isOpen: boolean[] = []
  for (let i = 0; i < x.size; i++) {
    isOpen.push(x.data[i] > 0)
    if (isOpen[i]) out[i] = x.data[i]
  }
  return { out: new Tensor(out, x.shape), cache: isOpen }
}

export function reluBackward(dout: Tensor, isOpen: readonly boolean[]): { dx: Tensor } {
  const dx = sameKind(dout, dout.size)
  for (let i = 0; i < dx.length; i++) if (isOpen[i]) dx[i] = dout.data[i]
  return { dx: new Tensor(dx, dout.shape) }
}
