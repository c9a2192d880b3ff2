import { mutant, type Mutant } from '../mutant.ts'

const written = /changes its input/
const float32 = /float64, but float32 went in/
const lacksGamma = /gamma is missing/
const lacksBeta = /beta is missing/
const early = /beta is added before the scaling/
const outside = /Epsilon is added to the root/
const noEpsilon = /Epsilon is missing/
const fixedEpsilon = /epsilon is always 1e-5/
const noRoot = /divided by the variance/

/** Mistakes in the forward pass of batch normalization, in test mode. */
export const mutants: readonly Mutant[] = [
  mutant(
    '2.2',
    'used the statistics of the batch',
    'const normalized = div(sub(x, runningMean), std)',
    'const normalized = div(sub(x, mean(x, 0)), map(add(T.variance(x, 0), epsilon), Math.sqrt))',
    /with its own statistics/,
  ),
  mutant(
    '2.2',
    'subtracted the mean of the batch',
    'sub(x, runningMean)',
    'sub(x, mean(x, 0))',
    /mean of the batch is subtracted/,
  ),
  mutant(
    '2.2',
    'divided by the deviation of the batch',
    'add(runningVar, epsilon)',
    'add(T.variance(x, 0), epsilon)',
    /standard deviation of the batch/,
  ),
  mutant(
    '2.2',
    'updated the running averages',
    'const std =',
    'params.runningMean = add(mul(momentum, runningMean), mul(1 - momentum, mean(x, 0)))\n    const std =',
    /runningMean was replaced/,
  ),
  mutant(
    '2.2',
    'epsilon outside the root',
    'map(add(runningVar, epsilon), Math.sqrt)',
    'add(map(runningVar, Math.sqrt), epsilon)',
    outside,
  ),
  mutant('2.2', 'no epsilon', 'add(runningVar, epsilon)', 'runningVar', noEpsilon),
  mutant('2.2', 'hard-coded epsilon', 'add(runningVar, epsilon)', 'add(runningVar, 1e-5)', fixedEpsilon),
  mutant(
    '2.2',
    'took the running variance for a standard deviation',
    'map(add(runningVar, epsilon), Math.sqrt)',
    'add(runningVar, epsilon)',
    noRoot,
  ),
  mutant(
    '2.2',
    'corrected the running variance by N / (N - 1)',
    'add(runningVar, epsilon)',
    'add(mul(runningVar, x.shape[0] / Math.max(1, x.shape[0] - 1)), epsilon)',
    /N \/ \(N - 1\)/,
  ),
  mutant('2.2', 'forgot the running mean', 'sub(x, runningMean)', 'x', /mean is not subtracted/),
  mutant('2.2', 'added the running mean', 'sub(x, runningMean)', 'add(x, runningMean)', /mean is added/),
  mutant('2.2', 'forgot gamma', 'mul(gamma, normalized)', 'normalized', lacksGamma),
  mutant('2.2', 'forgot beta', 'add(mul(gamma, normalized), beta)', 'mul(gamma, normalized)', lacksBeta),
  mutant(
    '2.2',
    'beta before the scaling',
    'add(mul(gamma, normalized), beta)',
    'mul(gamma, add(normalized, beta))',
    early,
  ),
  mutant(
    '2.2',
    'returned x as it is',
    '{ out: add(mul(gamma, normalized), beta)',
    '{ out: x',
    /out is x, passed on as it is/,
  ),
  mutant(
    '2.2',
    'shifted x in place',
    'const std =',
    'x.data[0] -= runningMean.data[0]\n    const std =',
    written,
  ),
  mutant(
    '2.2',
    'always computes in float64',
    '{ out: add(mul(gamma, normalized), beta)',
    "{ out: add(mul(gamma, normalized), beta).astype('float64')",
    float32,
  ),
]
