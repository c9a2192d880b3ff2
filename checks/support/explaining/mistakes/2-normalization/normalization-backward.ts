import { cause } from '#kit/course/causes/index.ts'
import { add, div, mean, map, mul, sub, sum, variance, type Tensor } from '#kit/tensor/index.ts'
import type { Mistakes, NormalizationCase } from './normalization.ts'

const keep = { keepDims: true }

/** The inputs of the backward pass of a normalization. */
export interface BackwardCase extends NormalizationCase {
  dout: Tensor
}

/** Returns the nodes of the graph from which the gradients are computed. */
function nodes({ x, gamma, dout, epsilon, axis }: BackwardCase) {
  const deviation = sub(x, mean(x, axis, keep))
  const std = map(add(variance(x, axis, keep), epsilon), Math.sqrt)
  return { deviation, std, normalized: div(deviation, std), dnormalized: mul(dout, gamma) }
}

/** Returns the three paths from dnormalized to x: direct, through the mean and through the variance. */
function paths(dnormalized: Tensor, normalized: Tensor, std: Tensor, axis: 0 | 1) {
  const slope = mean(mul(dnormalized, normalized), axis, keep)
  return {
    direct: div(dnormalized, std),
    throughMean: div(mul(-1, mean(dnormalized, axis, keep)), std),
    throughVariance: div(mul(-1, mul(normalized, slope)), std),
    slope: div(mul(-1, slope), std),
  }
}

/** Returns the results of mistakes in dx, dgamma and dbeta of a normalization of x, (N, D), over one axis. */
export function backwardMistakes(one: BackwardCase): Record<'dx' | 'dgamma' | 'dbeta', Mistakes> {
  return { dx: dxMistakes(one), ...parameterMistakes(one) }
}

function dxMistakes(one: BackwardCase): Mistakes {
  const { x, gamma, dout, axis } = one
  const { normalized, std, dnormalized } = nodes(one)
  const n = x.shape[axis]
  const { direct, throughMean, throughVariance, slope } = paths(dnormalized, normalized, std, axis)
  const dx = (mean_ = throughMean, variance_ = throughVariance, first = direct): Tensor =>
    add(add(first, mean_), variance_)
  const none = mul(direct, 0)
  const count = axis === 0 ? 'N' : 'D'
  const other = axis === 0 ? 'features' : 'examples'
  const unscaled = paths(dout, normalized, std, axis)
  return {
    'normBackward/dx-no-mean-path': () => dx(none),
    'normBackward/dx-no-variance-path': () => dx(throughMean, none),
    'normBackward/dx-no-paths': () => direct,
    'normBackward/dx-no-direct-path': () => dx(throughMean, throughVariance, none),
    'normBackward/dx-mean-path-sign': () => dx(mul(throughMean, -1)),
    'normBackward/dx-variance-path-sign': () => dx(throughMean, mul(throughVariance, -1)),
    'normBackward/dx-paths-sign': () => dx(mul(throughMean, -1), mul(throughVariance, -1)),
    [cause('normBackward/dx-mean-path-summed', { count })]: () => dx(mul(throughMean, n)),
    [cause('normBackward/dx-mean-path-averaged-twice', { count })]: () => dx(div(throughMean, n)),
    [cause('normBackward/dx-variance-path-summed', { count })]: () =>
      dx(throughMean, mul(throughVariance, n)),
    [cause('normBackward/dx-variance-path-unbiased', { count })]: () =>
      dx(throughMean, mul(throughVariance, n / Math.max(1, n - 1))),
    [cause('normBackward/dx-paths-summed', { count })]: () =>
      dx(mul(throughMean, n), mul(throughVariance, n)),
    'normBackward/dx-variance-path-halved': () => dx(throughMean, div(throughVariance, 2)),
    'normBackward/dx-variance-path-doubled': () => dx(throughMean, mul(throughVariance, 2)),
    [cause('normBackward/dx-other-count', {
      wrong: axis === 0 ? 'D where N' : 'N where D',
      parts: axis === 0 ? 'examples' : 'features',
    })]: () => {
      const ratio = n / x.shape[1 - axis]
      return dx(mul(throughMean, ratio), mul(throughVariance, ratio))
    },
    'normBackward/dx-variance-path-normalized': () => dx(throughMean, div(throughVariance, std)),
    'normBackward/dx-variance-path-no-normalized': () => dx(throughMean, slope),
    [cause('normBackward/dx-other-axis', { other })]: () => {
      const wrong = paths(dnormalized, normalized, std, axis === 0 ? 1 : 0)
      return dx(wrong.throughMean, wrong.throughVariance)
    },
    [cause('normBackward/dx-direct-path-averaged', { count })]: () =>
      dx(throughMean, throughVariance, div(direct, n)),
    'normBackward/dx-direct-path-not-divided': () => dx(throughMean, throughVariance, dnormalized),
    'normBackward/dx-no-gamma': () => dx(unscaled.throughMean, unscaled.throughVariance, unscaled.direct),
    ...(axis === 1 && {
      'normBackward/dx-gamma-at-end': () =>
        mul(gamma, dx(unscaled.throughMean, unscaled.throughVariance, unscaled.direct)),
    }),
    'normBackward/dx-not-divided': () => mul(dx(), std),
    'normBackward/dx-divided-by-variance': () => div(dx(), std),
    'normBackward/dx-multiplied': () => mul(mul(dx(), std), std),
  }
}

function parameterMistakes(one: BackwardCase): Record<'dgamma' | 'dbeta', Mistakes> {
  const { x, dout } = one
  const { deviation, normalized, dnormalized } = nodes(one)
  const dgamma = sum(mul(dout, normalized), 0)
  const dbeta = sum(dout, 0)
  return {
    dgamma: {
      'normBackward/dgamma-no-normalized': () => dbeta,
      'normBackward/dgamma-of-deviation': () => sum(mul(dout, deviation), 0),
      'normBackward/dgamma-of-x': () => sum(mul(dout, x), 0),
      'normBackward/dgamma-with-gamma': () => sum(mul(dnormalized, normalized), 0),
    },
    dbeta: {
      'normBackward/dbeta-with-gamma': () => sum(dnormalized, 0),
      'normBackward/dbeta-with-normalized': () => dgamma,
    },
  }
}

/** Returns the results of mistakes in the gradients at the nodes of batch normalization. */
export function stepMistakes(one: BackwardCase): Record<'dnormalized' | 'dvariance' | 'dmean', Mistakes> {
  const { gamma, dout } = one
  const { deviation, normalized, std, dnormalized } = nodes(one)
  const total = (upstream: Tensor): Tensor => sum(mul(upstream, deviation), 0)
  const power = (exponent: number): Tensor => map(std, (value) => value ** exponent).reshape([-1])
  const dvariance = mul(-0.5, mul(total(dnormalized), power(-3)))
  const dmean = mul(-1, mul(sum(dnormalized, 0), power(-1)))
  const withPower = (exponent: number) => () => mul(-0.5, mul(total(dnormalized), power(exponent)))
  return {
    dnormalized: {
      'batchnormSteps/dnormalized-no-gamma': () => dout,
      'batchnormSteps/dnormalized-divided': () => div(dout, gamma),
      'batchnormSteps/dnormalized-with-normalized': () => mul(dnormalized, normalized),
    },
    dvariance: {
      'batchnormSteps/dvariance-doubled': () => mul(2, dvariance),
      'batchnormSteps/dvariance-no-gamma': () => mul(-0.5, mul(total(dout), power(-3))),
      'batchnormSteps/dvariance-no-deviation': () => mul(-0.5, mul(sum(dnormalized, 0), power(-3))),
      'batchnormSteps/dvariance-power-half': withPower(-1),
      'batchnormSteps/dvariance-power-1': withPower(-2),
      'batchnormSteps/dvariance-power-3': withPower(-6),
      'batchnormSteps/dvariance-power-of-std': withPower(-1.5),
      'batchnormSteps/dvariance-is-dmean': () => dmean,
    },
    dmean: {
      'batchnormSteps/dmean-no-gamma': () => mul(-1, mul(sum(dout, 0), power(-1))),
      'batchnormSteps/dmean-not-divided': () => mul(-1, sum(dnormalized, 0)),
      'batchnormSteps/dmean-divided-by-variance': () => mul(-1, mul(sum(dnormalized, 0), power(-2))),
      'batchnormSteps/dmean-is-dvariance': () => dvariance,
    },
  }
}
