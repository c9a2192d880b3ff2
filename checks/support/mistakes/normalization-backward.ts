import { add, div, mean, map, mul, sub, sum, variance, type Tensor } from '#kit/tensor/index.ts'
import type { Mistakes, NormalizationCase } from './normalization.ts'

const keep = { keepDims: true }

/** What the backward pass of a normalization is given. */
export interface BackwardCase extends NormalizationCase {
  dout: Tensor
}

/** The nodes of the graph that the gradients are made of. */
function nodes({ x, gamma, dout, epsilon, axis }: BackwardCase) {
  const deviation = sub(x, mean(x, axis, keep))
  const std = map(add(variance(x, axis, keep), epsilon), Math.sqrt)
  return { deviation, std, normalized: div(deviation, std), dnormalized: mul(dout, gamma) }
}

/** The three paths from dnormalized to x: straight on, through the mean and through the variance. */
function paths(dnormalized: Tensor, normalized: Tensor, std: Tensor, axis: 0 | 1) {
  const slope = mean(mul(dnormalized, normalized), axis, keep)
  return {
    direct: div(dnormalized, std),
    throughMean: div(mul(-1, mean(dnormalized, axis, keep)), std),
    throughVariance: div(mul(-1, mul(normalized, slope)), std),
    slope: div(mul(-1, slope), std),
  }
}

/** Mistakes in dx, dgamma and dbeta of a normalization of x, (N, D), over one axis. */
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
    'dx lacks the path through the mean: the mean depends on every x.': () => dx(none),
    'dx lacks the path through the variance: the variance depends on every x.': () => dx(throughMean, none),
    'dx is dnormalized / std, as if the mean and the variance were constants; both depend on x.': () =>
      direct,
    'dx lacks the direct path: dnormalized / std.': () => dx(throughMean, throughVariance, none),
    'In dx, the path through the mean has the wrong sign.': () => dx(mul(throughMean, -1)),
    'In dx, the path through the variance has the wrong sign.': () =>
      dx(throughMean, mul(throughVariance, -1)),
    'In dx, the paths through the mean and the variance have the wrong sign.': () =>
      dx(mul(throughMean, -1), mul(throughVariance, -1)),
    [`In dx, the path through the mean is not divided by ${count}.`]: () => dx(mul(throughMean, n)),
    [`In dx, the path through the mean is divided by ${count} twice.`]: () => dx(div(throughMean, n)),
    [`In dx, the path through the variance is not divided by ${count}.`]: () =>
      dx(throughMean, mul(throughVariance, n)),
    [`In dx, the path through the variance is divided by ${count} - 1, but should be divided by ${count}.`]:
      () => dx(throughMean, mul(throughVariance, n / Math.max(1, n - 1))),
    [`In dx, the paths through the mean and the variance are not divided by ${count}.`]: () =>
      dx(mul(throughMean, n), mul(throughVariance, n)),
    'In dx, the path through the variance is half of what it should be: the derivative of a square has a factor 2.':
      () => dx(throughMean, div(throughVariance, 2)),
    'In dx, the path through the variance is twice what it should be: 2 · (x - mean) / N, times dvariance.':
      () => dx(throughMean, mul(throughVariance, 2)),
    [`In dx, there is ${axis === 0 ? 'D where N' : 'N where D'} belongs: the mean is over the ${axis === 0 ? 'examples' : 'features'}.`]:
      () => {
        const ratio = n / x.shape[1 - axis]
        return dx(mul(throughMean, ratio), mul(throughVariance, ratio))
      },
    'In dx, the path through the variance has the normalized x where x - mean belongs.': () =>
      dx(throughMean, div(throughVariance, std)),
    'In dx, the path through the variance lacks the factor normalized x: it has dgamma without the normalized x.':
      () => dx(throughMean, slope),
    [`dx averages over the ${other}, but should average over what the mean and the variance are taken over.`]:
      () => {
        const wrong = paths(dnormalized, normalized, std, axis === 0 ? 1 : 0)
        return dx(wrong.throughMean, wrong.throughVariance)
      },
    [`In dx, the direct path is divided by ${count}; only the paths through the mean and the variance are.`]:
      () => dx(throughMean, throughVariance, div(direct, n)),
    'In dx, the direct path is not divided by the standard deviation.': () =>
      dx(throughMean, throughVariance, dnormalized),
    'dx lacks gamma: the gradient of the normalized x is dout · gamma.': () =>
      dx(unscaled.throughMean, unscaled.throughVariance, unscaled.direct),
    ...(axis === 1 && {
      'In dx, gamma is multiplied at the end, but it differs from feature to feature: it belongs inside the means.':
        () => mul(gamma, dx(unscaled.throughMean, unscaled.throughVariance, unscaled.direct)),
    }),
    'dx is not divided by the standard deviation.': () => mul(dx(), std),
    'dx is divided by the variance, but should be divided by the standard deviation.': () => div(dx(), std),
    'dx is multiplied by the standard deviation, but should be divided by it.': () =>
      mul(mul(dx(), std), std),
  }
}

function parameterMistakes(one: BackwardCase): Record<'dgamma' | 'dbeta', Mistakes> {
  const { x, dout } = one
  const { deviation, normalized, dnormalized } = nodes(one)
  const dgamma = sum(mul(dout, normalized), 0)
  const dbeta = sum(dout, 0)
  const featureSum = ' is summed over the features, but should be summed over the examples: axis 0.'
  return {
    dgamma: {
      'dgamma lacks the factor normalized x: it is dbeta, or the two are swapped.': () => dbeta,
      'dgamma is summed with x - mean, but should be summed with the normalized x.': () =>
        sum(mul(dout, deviation), 0),
      'dgamma is summed with x, but should be summed with the normalized x.': () => sum(mul(dout, x), 0),
      'dgamma has gamma in it: it is the sum of dout · normalized x, not of dnormalized · normalized x.':
        () => sum(mul(dnormalized, normalized), 0),
      [`dgamma${featureSum}`]: () => sum(mul(dout, normalized), 1),
    },
    dbeta: {
      'dbeta has gamma in it: it is the sum of dout, not of dnormalized.': () => sum(dnormalized, 0),
      'dbeta has the factor normalized x: it is dgamma, or the two are swapped.': () => dgamma,
      [`dbeta${featureSum}`]: () => sum(dout, 1),
    },
  }
}

/** Mistakes in the gradients at the nodes of batch normalization. */
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
      'dnormalized lacks gamma: out is gamma · normalized x + beta.': () => dout,
      'dnormalized is divided by gamma, but should be multiplied by it.': () => div(dout, gamma),
      'dnormalized has the normalized x as a factor: that belongs in dgamma.': () =>
        mul(dnormalized, normalized),
    },
    dvariance: {
      'dvariance is twice the right answer: the derivative of (variance + epsilon) to the power -1/2 has a factor -1/2.':
        () => mul(2, dvariance),
      'dvariance lacks gamma: it is a sum over dnormalized, not over dout.': () =>
        mul(-0.5, mul(total(dout), power(-3))),
      'dvariance lacks the factor x - mean: that is what stands over the root of the variance.': () =>
        mul(-0.5, mul(sum(dnormalized, 0), power(-3))),
      'dvariance has (variance + epsilon) to the power -1/2, but it should be -3/2.': withPower(-1),
      'dvariance has (variance + epsilon) to the power -1, but it should be -3/2.': withPower(-2),
      'dvariance has (variance + epsilon) to the power -3, but it should be -3/2.': withPower(-6),
      'dvariance has std to the power -3/2, but that is the power of variance + epsilon.': withPower(-1.5),
      'dvariance is dmean: are the two swapped?': () => dmean,
    },
    dmean: {
      'dmean lacks gamma: it is a sum over dnormalized, not over dout.': () =>
        mul(-1, mul(sum(dout, 0), power(-1))),
      'dmean is not divided by the standard deviation.': () => mul(-1, sum(dnormalized, 0)),
      'dmean is divided by the variance, but should be divided by the standard deviation.': () =>
        mul(-1, mul(sum(dnormalized, 0), power(-2))),
      'dmean is dvariance: are the two swapped?': () => dvariance,
    },
  }
}
