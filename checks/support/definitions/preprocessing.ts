import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { covarianceOf, meanOf, perColumn } from './matrices.ts'

/** Returns the deviation for a standard deviation according to the definition. */
export const atLeastOneIfTiny = (deviation: number): number => (deviation < 1e-8 ? 1 : deviation)

/**
 * Returns a PCA computed without the work under test, so that the functions that apply it can be checked on their own.
 */
export function referencePca(x: Tensor, components = x.shape[1]) {
  const { values, vectors } = eigenSymmetric(covarianceOf(x), components)
  return { mean: perColumn(x, meanOf), basis: vectors, variances: values }
}
