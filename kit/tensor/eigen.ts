import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { zeros } from './create.ts'
import { map } from './elementwise.ts'
import { max } from './reduce.ts'
import { formatShape } from './shape.ts'
import type { Tensor } from './tensor.ts'

/** The result of {@link eigenSymmetric}. */
export interface Eigen {
  /** The eigenvalues, (K,), largest first. */
  values: Tensor
  /** (D, K): column k is the eigenvector of `values[k]`. The columns are orthonormal. */
  vectors: Tensor
}

/**
 * Computes the eigenvalues and eigenvectors of a symmetric matrix: `matrix` times column k of `vectors` is that column
 * times `values[k]`. The sign of each column is arbitrary, and columns of equal eigenvalues are determined only up to a
 * rotation.
 *
 * @param matrix - (D, D), symmetric up to rounding, in float32 or float64; the computation uses float64
 * @param count - K, how many of the largest eigenvalues to return; 1 to D, all by default
 * @throws RangeError when the matrix is not square, not symmetric or not finite, or `count` is out of range
 */
export function eigenSymmetric(matrix: Tensor, count = matrix.shape[0]): Eigen {
  const { shape, data, dtype } = matrix
  const D = shape[0]
  if (shape.length !== 2 || D !== shape[1]) {
    throw new RangeError(`eigenSymmetric: the matrix must be square, but its shape is ${formatShape(shape)}`)
  }
  if (!Number.isInteger(count) || count < 1 || count > D) {
    throw new RangeError(`eigenSymmetric: cannot return ${count} of ${D} eigenvectors`)
  }
  const largest = max(map(matrix, Math.abs))
  if (!Number.isFinite(largest)) throw new RangeError('eigenSymmetric: every element must be finite')
  const rounding = (dtype === 'float32' ? 1e-4 : 1e-9) * largest
  for (let i = 0; i < D; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(data[i * D + j] - data[j * D + i]) > rounding) {
        throw new RangeError(
          `eigenSymmetric: the matrix is not symmetric: [${i}, ${j}] is ${data[i * D + j]}, ` +
            `but [${j}, ${i}] is ${data[j * D + i]}`,
        )
      }
    }
  }

  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(D, D, Array.from(data)),
    { assumeSymmetric: true },
  )
  const largestFirst = realEigenvalues
    .map((_, k) => k)
    .toSorted((a, b) => realEigenvalues[b] - realEigenvalues[a])
    .slice(0, count)
  const values = zeros([count], dtype)
  const vectors = zeros([D, count], dtype)
  largestFirst.forEach((from, to) => {
    values.data[to] = realEigenvalues[from]
    for (let i = 0; i < D; i++) vectors.data[i * count + to] = eigenvectorMatrix.get(i, from)
  })
  return { values, vectors }
}
