import { mutant, type Mutant } from '../mutant.ts'

const written = /changes its input/
const float32 = /float64, but float32 went in/
const kept = /axis of size 1 was kept/
const averaged = /divided by N = \d+ once too often/
const noMean = /lacks the path through the mean/
const noVariance = /lacks the path through the variance/
const dgamma = 'sum(mul(dout, normalized), 0)'
const throughVariance = 'mul(div(dvariance, N / 2), deviation)'
const total = 'add(add(div(dnormalized, std), throughVariance), div(dmean, N))'

/** Mistakes in the backward pass of batch normalization. */
export const mutants: readonly Mutant[] = [
  mutant(
    '2.4',
    'forgot the path through the mean',
    total,
    'add(div(dnormalized, std), throughVariance)',
    noMean,
  ),
  mutant(
    '2.4',
    'forgot the path through the variance',
    'add(div(dnormalized, std), throughVariance)',
    'div(dnormalized, std)',
    noVariance,
  ),
  mutant(
    '2.4',
    'only the direct path',
    total,
    'div(dnormalized, std)',
    /as if the mean and the variance were constants/,
  ),
  mutant(
    '2.4',
    'forgot the direct path',
    'add(div(dnormalized, std), throughVariance)',
    'throughVariance',
    /lacks the direct path/,
  ),
  mutant(
    '2.4',
    'derivative of the square without the 2',
    'N / 2',
    'N',
    /variance is half of what it should be/,
  ),
  mutant(
    '2.4',
    'forgot to divide by N on the way through the variance',
    throughVariance,
    'mul(mul(dvariance, 2), deviation)',
    /variance is not divided by N/,
  ),
  mutant(
    '2.4',
    'forgot to divide by N on the way through the mean',
    'div(dmean, N)',
    'dmean',
    /mean is not divided by N/,
  ),
  mutant(
    '2.4',
    'divided dmean by N twice',
    'div(dmean, N)',
    'div(dmean, N * N)',
    /mean is divided by N twice/,
  ),
  mutant(
    '2.4',
    'N - 1 on the way through the variance',
    'div(dvariance, N / 2)',
    'div(dvariance, Math.max(1, N - 1) / 2)',
    /N - 1/,
  ),
  mutant('2.4', 'took N from the features', 'dout.shape[0]', 'dout.shape[1]', /D where N belongs/),
  mutant(
    '2.4',
    'subtracted the path through the mean',
    `${total}`,
    'T.sub(add(div(dnormalized, std), throughVariance), div(dmean, N))',
    /through the mean has the wrong sign/,
  ),
  mutant(
    '2.4',
    'subtracted the path through the variance',
    'mul(div(dvariance, N / 2)',
    'mul(div(dvariance, -N / 2)',
    /through the variance has the wrong sign/,
  ),
  mutant(
    '2.4',
    'forgot to divide the direct path by std',
    'div(dnormalized, std)',
    'dnormalized',
    /direct path is not divided by the standard deviation/,
  ),
  mutant(
    '2.4',
    'took the normalized x for x - mean',
    'mul(normalized, std)',
    'normalized',
    /normalized x where x - mean belongs/,
  ),
  mutant(
    '2.4',
    'dgamma from x - mean',
    'mul(dout, normalized)',
    'mul(dout, deviation)',
    /dgamma is summed with x - mean/,
  ),
  mutant(
    '2.4',
    'dgamma from dnormalized',
    'mul(dout, normalized)',
    'mul(dnormalized, normalized)',
    /dgamma has gamma in it/,
  ),
  mutant(
    '2.4',
    'dgamma without the normalized x',
    'sum(mul(dout, normalized), 0)',
    'sum(dout, 0)',
    /dgamma lacks the factor/,
  ),
  mutant('2.4', 'averaged dgamma', dgamma, 'T.mean(mul(dout, normalized), 0)', averaged),
  mutant(
    '2.4',
    'summed dgamma over the features',
    dgamma,
    'sum(mul(dout, normalized), 1)',
    /summed over the features|dgamma has shape/,
  ),
  mutant('2.4', 'did not sum dgamma', dgamma, 'mul(dout, normalized)', /was not summed over/),
  mutant('2.4', 'dgamma as a row', dgamma, 'sum(mul(dout, normalized), 0, { keepDims: true })', kept),
  mutant('2.4', 'averaged dbeta', 'dbeta: sum(dout, 0)', 'dbeta: T.mean(dout, 0)', averaged),
  mutant(
    '2.4',
    'dbeta from dnormalized',
    'dbeta: sum(dout, 0)',
    'dbeta: sum(dnormalized, 0)',
    /dbeta has gamma in it/,
  ),
  mutant('2.4', 'returned dout for dbeta', 'dbeta: sum(dout, 0)', 'dbeta: dout', /was not summed over/),
  mutant(
    '2.4',
    'swapped dgamma and dbeta',
    `dgamma: ${dgamma}, dbeta: sum(dout, 0)`,
    `dbeta: ${dgamma}, dgamma: sum(dout, 0)`,
    /swapped/,
  ),
  mutant(
    '2.4',
    'passed dout on',
    'return { dx,',
    'return { dx: mul(dout, 1),',
    /upstream gradient, passed on/,
  ),
  mutant('2.4', 'negative dx', 'return { dx,', 'return { dx: mul(-1, dx),', /wrong sign/),
  mutant(
    '2.4',
    'dx summed over the batch',
    'return { dx,',
    'return { dx: sum(dx, 0),',
    /One axis too many was summed over/,
  ),
  mutant(
    '2.4',
    'one cache for all calls',
    'cache: { normalized, std, gamma }',
    'cache: Object.assign(((globalThis as { shared?: object }).shared ??= {}), { normalized, std, gamma }) as never',
    /follow the latest forward pass/,
    '2.1',
  ),
  mutant(
    '2.4',
    'scaled dout in place',
    'const { normalized, std } = cache',
    'const { normalized, std } = cache\n  dout.data.set(dnormalized.data)',
    written,
  ),
  mutant('2.4', 'always computes in float64', 'return { dx,', "return { dx: dx.astype('float64'),", float32),
]
