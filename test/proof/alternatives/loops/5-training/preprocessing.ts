import { zeros, type Tensor } from '#kit/tensor/index.ts'
import type { FittedMean, FittedNormalization, FittedPca } from '#work/5-training/preprocessing.ts'

// Loops throughout, and eigenvectors of its own, by Jacobi's rotations.

export function fitMean(x: Tensor): FittedMean {
  const [N, D] = x.shape
  const mean = zeros([D], x.dtype)
  for (let d = 0; d < D; d++) {
    let total = 0
    for (let n = 0; n < N; n++) total += x.data[n * D + d]
    mean.data[d] = total / N
  }
  return { mean }
}

export function subtractMean(x: Tensor, { mean }: FittedMean): Tensor {
  const centred = x.clone()
  for (let i = 0; i < x.size; i++) centred.data[i] -= mean.data[i % mean.size]
  return centred
}

export function fitNormalization(x: Tensor): FittedNormalization {
  const [N, D] = x.shape
  const { mean } = fitMean(x)
  const deviation = zeros([D], x.dtype)
  for (let d = 0; d < D; d++) {
    let squares = 0
    for (let n = 0; n < N; n++) squares += (x.data[n * D + d] - mean.data[d]) ** 2
    const root = Math.sqrt(squares / N)
    deviation.data[d] = root < 1e-8 ? 1 : root
  }
  return { mean, deviation }
}

export function normalize(x: Tensor, { mean, deviation }: FittedNormalization): Tensor {
  const normalized = x.clone()
  for (let i = 0; i < x.size; i++) {
    const d = i % mean.size
    normalized.data[i] = (x.data[i] - mean.data[d]) / deviation.data[d]
  }
  return normalized
}

export function fitPca(x: Tensor, components?: number): FittedPca {
  const [N, D] = x.shape
  const { mean } = fitMean(x)
  const covariance: number[][] = []
  for (let a = 0; a < D; a++) {
    covariance.push([])
    for (let b = 0; b < D; b++) {
      let total = 0
      for (let n = 0; n < N; n++) {
        total += (x.data[n * D + a] - mean.data[a]) * (x.data[n * D + b] - mean.data[b])
      }
      covariance[a].push(total / N)
    }
  }
  const vectors = diagonalize(covariance)
  const order = Array.from({ length: D }, (_, d) => d)
    .toSorted((a, b) => covariance[b][b] - covariance[a][a])
    .slice(0, components)
  const basis = zeros([D, order.length], x.dtype)
  const variances = zeros([order.length], x.dtype)
  for (let k = 0; k < order.length; k++) {
    variances.data[k] = covariance[order[k]][order[k]]
    for (let d = 0; d < D; d++) basis.data[d * order.length + k] = vectors[d][order[k]]
  }
  return { mean, basis, variances }
}

/** Turns a symmetric matrix, in place, until it is diagonal; returns the eigenvectors as columns. */
function diagonalize(matrix: number[][]): number[][] {
  const D = matrix.length
  const vectors = matrix.map((_, i) => matrix.map((__, j) => Number(i === j)))
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < D; p++) {
      for (let q = p + 1; q < D; q++) {
        if (matrix[p][q] === 0) continue
        const angle = Math.atan2(2 * matrix[p][q], matrix[p][p] - matrix[q][q]) / 2
        const [c, s] = [Math.cos(angle), Math.sin(angle)]
        for (let k = 0; k < D; k++) {
          ;[matrix[k][p], matrix[k][q]] = [
            c * matrix[k][p] + s * matrix[k][q],
            c * matrix[k][q] - s * matrix[k][p],
          ]
          ;[vectors[k][p], vectors[k][q]] = [
            c * vectors[k][p] + s * vectors[k][q],
            c * vectors[k][q] - s * vectors[k][p],
          ]
        }
        for (let k = 0; k < D; k++) {
          ;[matrix[p][k], matrix[q][k]] = [
            c * matrix[p][k] + s * matrix[q][k],
            c * matrix[q][k] - s * matrix[p][k],
          ]
        }
      }
    }
  }
  return vectors
}

export function project(x: Tensor, { mean, basis }: FittedPca): Tensor {
  const [D, K] = basis.shape
  const out = zeros([x.shape[0], K], x.dtype)
  for (let n = 0; n < x.shape[0]; n++)
    for (let k = 0; k < K; k++) {
      let total = 0
      for (let d = 0; d < D; d++) total += (x.data[n * D + d] - mean.data[d]) * basis.data[d * K + k]
      out.data[n * K + k] = total
    }
  return out
}

export function whiten(x: Tensor, pca: FittedPca, epsilon = 1e-5): Tensor {
  const out = project(x, pca)
  const K = pca.variances.size
  for (let i = 0; i < out.size; i++) out.data[i] /= Math.sqrt(pca.variances.data[i % K] + epsilon)
  return out
}
