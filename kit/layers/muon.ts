import { add, div, matmul, mul, sum, transpose, type Tensor } from '#kit/tensor/index.ts'
import { asType } from './arrays.ts'
import { requireShape } from './require-shape.ts'
import { nesterovMomentum, type FastUpdate, type SgdMomentumConfig } from './update-rules.ts'

/** The settings of {@link muon}, and its state. Momentum and learning rate are those of all but the filters. */
export interface MuonConfig extends SgdMomentumConfig {
  /** The learning rate of filters as a share of the other one; 0.16 by default. */
  filterRate?: number
  /** The momentum of filters; 0.6 by default. */
  filterMomentum?: number
}

/** The coefficients of a Newton-Schulz step, and how many steps are made. */
const [A, B, C] = [3.4445, -4.775, 2.0315]
const STEPS = 3

/**
 * Updates the filters of convolutions by Muon, and all other parameters by {@link nesterovMomentum}. As in that rule, a
 * gradient is first combined with its momentum. Muon then takes it as a matrix, (F, the rest), and makes its singular
 * values nearly equal. So a step goes equally far in all directions, not only in the few with large gradients. Before the
 * step, the filters are scaled to a length of 1 on average. (Jordan and others 2024, "Muon: an optimizer for hidden layers
 * in neural networks"; these numbers: airbench94_muon.)
 */
export function muon(w: Tensor, dw: Tensor, config: MuonConfig = {}): FastUpdate<MuonConfig> {
  if (w.shape.length !== 4) return nesterovMomentum(w, dw, config)
  requireShape('a gradient', dw, w.shape)
  const { learningRate = 1e-2, filterRate = 0.16, filterMomentum = 0.6 } = config
  const gradient = asType(dw, w.dtype)
  const velocity = config.velocity ? add(mul(filterMomentum, config.velocity), gradient) : gradient.clone()
  const ahead = add(gradient, mul(filterMomentum, velocity))
  const step = orthogonalized(ahead.reshape([w.shape[0], -1])).reshape(w.shape)
  const scaled = mul(Math.sqrt(w.shape[0]) / lengthOf(w), w)
  return { w: add(scaled, mul(-learningRate * filterRate, step)), config: { ...config, velocity } }
}

/**
 * Brings the singular values of a matrix close to 1, from about 0.5 to 1.2 unless they were very small, and keeps its
 * singular vectors: Newton-Schulz steps X ← aX + (bS + cS²)X with S = XXᵀ, from X / |X|.
 *
 * @param matrix - (M, N)
 */
function orthogonalized(matrix: Tensor): Tensor {
  const [M, N] = matrix.shape
  // The smaller of the two products XXᵀ and XᵀX has the same eigenvalues.
  let x = M > N ? transpose(matrix) : matrix
  // A gradient of zeros stays 0.
  x = div(x, lengthOf(x) + 1e-7)
  for (let i = 0; i < STEPS; i++) {
    const s = matmul(x, x, { transposeB: true })
    const factor = add(mul(B, s), mul(C, matmul(s, s)))
    x = add(mul(A, x), matmul(factor, x))
  }
  return M > N ? transpose(x) : x
}

const lengthOf = (x: Tensor): number => Math.sqrt(sum(mul(x, x)))
