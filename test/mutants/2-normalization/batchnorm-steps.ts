import { mutant, type Mutant } from '../mutant.ts'

const written = /changes its input/
const float32 = /float64, but float32 went in/
const kept = /axis of size 1 was kept/
const averaged = /divided by N = \d+ once too often/
const noGamma = /lacks gamma/

/** Mistakes in the gradients at the nodes of batch normalization. */
export const mutants: readonly Mutant[] = [
  mutant('2.3', 'forgot gamma', 'mul(dout, gamma)', 'mul(dout, 1)', noGamma),
  mutant('2.3', 'divided by gamma', 'mul(dout, gamma)', 'div(dout, gamma)', /divided by gamma/),
  mutant(
    '2.3',
    'multiplied dnormalized by the normalized x',
    'mul(dout, gamma)',
    'mul(mul(dout, gamma), normalized)',
    /that belongs in dgamma/,
  ),
  mutant('2.3', 'forgot the half in dvariance', 'mul(-0.5,', 'mul(-1,', /dvariance.*twice/),
  mutant('2.3', 'forgot the sign of dvariance', 'mul(-0.5,', 'mul(0.5,', /dvariance has the wrong sign/),
  mutant(
    '2.3',
    'power -1/2 for -3/2 in dvariance',
    'mul(dnormalized, normalized), 0)), mul(std, std))',
    'mul(dnormalized, mul(normalized, std)), 0)), std)',
    /power -1\/2/,
  ),
  mutant('2.3', 'power -1 for -3/2 in dvariance', 'mul(std, std)', 'std', /power -1,/),
  mutant(
    '2.3',
    'took std for the variance in dvariance',
    'div(mul(-0.5, sum(mul(dnormalized, normalized), 0)), mul(std, std))',
    'div(mul(-0.5, sum(mul(dnormalized, mul(normalized, std)), 0)), map(std, (value) => value ** 1.5))',
    /power -3\/4|std to the power/,
  ),
  mutant(
    '2.3',
    'forgot x - mean in dvariance',
    'sum(mul(dnormalized, normalized), 0)',
    'div(sum(dnormalized, 0), std)',
    /lacks the factor x - mean/,
  ),
  mutant(
    '2.3',
    'forgot gamma in dvariance',
    'sum(mul(dnormalized, normalized)',
    'sum(mul(dout, normalized)',
    noGamma,
  ),
  mutant(
    '2.3',
    'averaged dvariance over the batch',
    'sum(mul(dnormalized, normalized), 0)',
    'T.mean(mul(dnormalized, normalized), 0)',
    averaged,
  ),
  mutant(
    '2.3',
    'did not sum dvariance over the batch',
    'sum(mul(dnormalized, normalized), 0)',
    'mul(dnormalized, normalized)',
    /was not summed over/,
  ),
  mutant(
    '2.3',
    'summed dvariance over the features',
    'sum(mul(dnormalized, normalized), 0)',
    'sum(mul(dnormalized, normalized), 1, { keepDims: true })',
    /has shape|was not summed over/,
  ),
  mutant('2.3', 'forgot the sign of dmean', 'mul(-1, sum', 'mul(1, sum', /dmean has the wrong sign/),
  mutant('2.3', 'averaged dmean over the batch', 'sum(dnormalized, 0)', 'T.mean(dnormalized, 0)', averaged),
  mutant('2.3', 'forgot gamma in dmean', 'sum(dnormalized, 0)', 'sum(dout, 0)', noGamma),
  mutant(
    '2.3',
    'forgot to divide dmean by std',
    'div(mul(-1, sum(dnormalized, 0)), std)',
    'mul(-1, sum(dnormalized, 0))',
    /dmean is not divided by the standard deviation/,
  ),
  mutant(
    '2.3',
    'divided dmean by the variance',
    'div(mul(-1, sum(dnormalized, 0)), std)',
    'div(mul(-1, sum(dnormalized, 0)), mul(std, std))',
    /dmean is divided by the variance/,
  ),
  mutant(
    '2.3',
    'kept the axis of dmean',
    'sum(dnormalized, 0)',
    'sum(dnormalized, 0, { keepDims: true })',
    kept,
  ),
  mutant(
    '2.3',
    'swapped dmean and dvariance',
    '{ dnormalized, dvariance, dmean }',
    '{ dnormalized, dvariance: dmean, dmean: dvariance }',
    /dvariance is dmean|dmean is dvariance/,
  ),
  mutant('2.3', 'writes into dout', 'const dnormalized', 'dout.data[0] *= 2\n  const dnormalized', written),
  mutant(
    '2.3',
    'always computes in float64',
    'return { dnormalized,',
    "return { dnormalized: dnormalized.astype('float64'),",
    float32,
  ),
]
