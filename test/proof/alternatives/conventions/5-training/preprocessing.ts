import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import {
  add,
  div,
  map,
  matmul,
  mean,
  mul,
  sub,
  transpose,
  variance,
  zeros,
  type Tensor,
} from '#kit/tensor/index.ts'
import type { FittedMean, FittedNormalization, FittedPca } from '#work/5-training/preprocessing.ts'

// Work in float64, results in the type of the data. Every second direction points the other way: either is right.

const exact = (x: Tensor): Tensor => x.astype('float64')

export function fitMean(x: Tensor): FittedMean {
  return { mean: mean(exact(x), 0).astype(x.dtype) }
}

export function subtractMean(x: Tensor, fitted: FittedMean): Tensor {
  return mul(sub(fitted.mean, x), -1)
}

export function fitNormalization(x: Tensor): FittedNormalization {
  const deviation = map(variance(exact(x), 0), (value) => {
    const root = Math.sqrt(value)
    return root < 1e-8 ? 1 : root
  })
  return { ...fitMean(x), deviation: deviation.astype(x.dtype) }
}

export function normalize(x: Tensor, fitted: FittedNormalization): Tensor {
  return div(sub(x, fitted.mean), fitted.deviation)
}

/** The covariance of a and b is the mean of a · b less the product of their means. */
export function fitPca(x: Tensor, components: number = x.shape[1]): FittedPca {
  const { mean: centre } = fitMean(x)
  const data = sub(exact(x), mean(exact(x), 0))
  const moments = div(matmul(transpose(data), data), data.shape[0])
  const left = mean(data, 0)
  const covariance = sub(moments, mul(left.reshape([-1, 1]), left))
  const { values, vectors } = eigenSymmetric(covariance, components)
  const basis = map(vectors, (value, i) => ((i % components) % 2 === 0 ? -value : value))
  return { mean: centre, basis: basis.astype(x.dtype), variances: values.astype(x.dtype) }
}

/** Coordinate by coordinate, in a sum from the last feature to the first. */
export function project(x: Tensor, pca: FittedPca): Tensor {
  const [D, K] = pca.basis.shape
  const centred = subtractMean(x, pca)
  return map(zeros([x.shape[0], K], x.dtype), (_, i) => {
    const [n, k] = [Math.floor(i / K), i % K]
    let coordinate = 0
    for (let d = D - 1; d >= 0; d--) coordinate += centred.data[n * D + d] * pca.basis.data[d * K + k]
    return coordinate
  })
}

export function whiten(x: Tensor, pca: FittedPca, epsilon: number = 1e-5): Tensor {
  const roots = map(add(exact(pca.variances), epsilon), Math.sqrt).astype(x.dtype)
  return div(project(x, pca), roots.reshape([1, -1]))
}
