import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { add, div, map, matmul, mean, sub, variance, type Tensor } from '#kit/tensor/index.ts'

// Every kind of preprocessing has two steps. The first function fits: it measures the training data only. The second
// function applies the result, both to training data and to new data. Data is always (N, D): each of the N rows is an
// example with D features (images are reshaped first). Statistics are divided by N, not by N - 1.

/** What {@link subtractMean} needs. */
export interface FittedMean {
  /** The mean of each feature over the training data, (D,). */
  mean: Tensor
}

/**
 * Measures what mean subtraction needs.
 *
 * @param x - training data, (N, D)
 * @returns `mean`, (D,)
 */
export function fitMean(x: Tensor): FittedMean {
  // TODO 5.1: Compute the mean of each feature over the examples, (D,).
  // BEGIN SOLUTION 5.1
  return { mean: mean(x, 0) }
  // END SOLUTION 5.1
}

/**
 * Mean subtraction: moves the data so that the training data is centred on 0.
 *
 * @param x - any data of the same kind as the training data, (N, D)
 * @param fitted - from the training data
 * @returns the centred data, (N, D)
 */
export function subtractMean(x: Tensor, fitted: FittedMean): Tensor {
  // TODO 5.2: Subtract the mean of the training data from every example, (N, D).
  // BEGIN SOLUTION 5.2
  return sub(x, fitted.mean)
  // END SOLUTION 5.2
}

/** What {@link normalize} needs. */
export interface FittedNormalization extends FittedMean {
  /** The standard deviation of each feature over the training data, (D,); 1 for a feature that never changes. */
  deviation: Tensor
}

/**
 * Measures what normalization needs. If a feature has the same value in every example, its standard deviation is 0, and
 * `deviation` is 1 instead, to avoid a division by 0. Because of rounding, everything below 1e-8 counts as 0.
 *
 * @param x - training data, (N, D)
 * @returns `mean` and `deviation`, both (D,)
 */
export function fitNormalization(x: Tensor): FittedNormalization {
  // TODO 5.3: Compute the mean and the standard deviation (the root of the mean squared distance from the mean) of each
  // feature, both (D,). A standard deviation below 1e-8 becomes 1.
  // BEGIN SOLUTION 5.3
  const deviation = map(variance(x, 0), Math.sqrt)
  return { ...fitMean(x), deviation: map(deviation, (value) => (value < 1e-8 ? 1 : value)) }
  // END SOLUTION 5.3
}

/**
 * Normalization: brings every feature to mean 0 and standard deviation 1 over the training data.
 *
 * @param x - any data of the same kind as the training data, (N, D)
 * @param fitted - from the training data
 * @returns the normalized data, (N, D)
 */
export function normalize(x: Tensor, fitted: FittedNormalization): Tensor {
  // TODO 5.4: Subtract the mean of every feature, and divide by its standard deviation, (N, D).
  // BEGIN SOLUTION 5.4
  return div(subtractMean(x, fitted), fitted.deviation)
  // END SOLUTION 5.4
}

/** What {@link project} and {@link whiten} need. */
export interface FittedPca extends FittedMean {
  /** (D, K): the K directions along which the training data varies most, as columns of length 1. */
  basis: Tensor
  /** (K,): the variance of the training data along each of them, largest first. */
  variances: Tensor
}

/**
 * Principal component analysis: finds the directions along which the training data varies most. They are the
 * eigenvectors of the covariance matrix of the features, and the variances along them are its eigenvalues.
 *
 * @param x - training data, (N, D)
 * @param components - K, how many directions to keep; 1 to D, all D by default
 * @returns `mean` (D,), `basis` (D, K) and `variances` (K,)
 */
export function fitPca(x: Tensor, components = x.shape[1]): FittedPca {
  // TODO 5.5: Compute the covariance matrix of the centred data, (D, D), divided by N. `eigenSymmetric(matrix, K)`
  // returns its K largest eigenvalues and their eigenvectors.
  // BEGIN SOLUTION 5.5
  const fitted = fitMean(x)
  const centred = subtractMean(x, fitted)
  const covariance = div(matmul(centred, centred, { transposeA: true }), x.shape[0])
  const { values, vectors } = eigenSymmetric(covariance, components)
  return { ...fitted, basis: vectors, variances: values }
  // END SOLUTION 5.5
}

/**
 * Describes every example by its coordinates along the directions of a PCA. Over the training data, the coordinates are
 * uncorrelated. With fewer directions than features, this compresses the data.
 *
 * @param x - any data of the same kind as the training data, (N, D)
 * @param pca - from the training data
 * @returns the coordinates, (N, K)
 */
export function project(x: Tensor, pca: FittedPca): Tensor {
  // TODO 5.6: Compute the coordinates of every centred example along the columns of the basis, (N, K).
  // BEGIN SOLUTION 5.6
  return matmul(subtractMean(x, pca), pca.basis)
  // END SOLUTION 5.6
}

/**
 * PCA whitening: like {@link project}, but every coordinate is also scaled to variance 1.
 *
 * @param x - any data of the same kind as the training data, (N, D)
 * @param pca - from the training data
 * @param epsilon - above 0; added to the variances, so that directions with almost no variance are not blown up
 * @returns the whitened data, (N, K)
 */
export function whiten(x: Tensor, pca: FittedPca, epsilon = 1e-5): Tensor {
  // TODO 5.7: Divide every coordinate by the root of its variance plus epsilon (inside the root), (N, K).
  // BEGIN SOLUTION 5.7
  return div(project(x, pca), map(add(pca.variances, epsilon), Math.sqrt))
  // END SOLUTION 5.7
}
