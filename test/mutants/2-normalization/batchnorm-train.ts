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
const stored = 'params.runningVar = add(mul(momentum, runningVar), mul(1 - momentum, batchVar))'

/** Mistakes in the forward pass of batch normalization, in train mode. */
export const mutants: readonly Mutant[] = [
  mutant(
    '2.1',
    'divided the variance by N - 1',
    'mean(mul(deviation, deviation), 0)',
    'T.div(T.sum(mul(deviation, deviation), 0), Math.max(1, x.shape[0] - 1))',
    /divided by N - 1, but should be divided by N/,
  ),
  mutant(
    '2.1',
    'summed the squares instead of averaging them',
    'mean(mul(deviation, deviation), 0)',
    'T.sum(mul(deviation, deviation), 0)',
    /sum of the squares/,
  ),
  mutant(
    '2.1',
    'averaged the squares of x itself',
    'mean(mul(deviation, deviation), 0)',
    'mean(mul(x, x), 0)',
    /squares of x itself/,
  ),
  mutant(
    '2.1',
    'averaged the absolute deviation',
    'mean(mul(deviation, deviation), 0)',
    'mean(map(deviation, Math.abs), 0)',
    /absolute/,
  ),
  mutant(
    '2.1',
    'epsilon outside the root',
    'map(add(batchVar, epsilon), Math.sqrt)',
    'add(map(batchVar, Math.sqrt), epsilon)',
    outside,
  ),
  mutant('2.1', 'no epsilon', 'add(batchVar, epsilon)', 'batchVar', noEpsilon),
  mutant('2.1', 'hard-coded epsilon', 'add(batchVar, epsilon)', 'add(batchVar, 1e-5)', fixedEpsilon),
  mutant(
    '2.1',
    'epsilon twice',
    'div(deviation, std)',
    'div(deviation, add(std, epsilon))',
    /epsilon is added twice/,
  ),
  mutant('2.1', 'no root', 'map(add(batchVar, epsilon), Math.sqrt)', 'add(batchVar, epsilon)', noRoot),
  mutant('2.1', 'did not subtract the mean', 'div(deviation, std)', 'div(x, std)', /mean is not subtracted/),
  mutant('2.1', 'forgot gamma', 'mul(gamma, normalized)', 'normalized', lacksGamma),
  mutant('2.1', 'forgot beta', 'add(mul(gamma, normalized), beta)', 'mul(gamma, normalized)', lacksBeta),
  mutant(
    '2.1',
    'forgot gamma and beta',
    'add(mul(gamma, normalized), beta)',
    'normalized',
    /gamma and beta are missing/,
  ),
  mutant(
    '2.1',
    'beta before the scaling',
    'add(mul(gamma, normalized), beta)',
    'mul(gamma, add(normalized, beta))',
    early,
  ),
  mutant(
    '2.1',
    'swapped gamma and beta',
    'add(mul(gamma, normalized), beta)',
    'add(mul(beta, normalized), gamma)',
    /gamma and beta are swapped/,
  ),
  mutant(
    '2.1',
    'divided by gamma',
    'mul(gamma, normalized)',
    'div(normalized, gamma)',
    /divided by gamma|must be finite/,
  ),
  mutant(
    '2.1',
    'normalized over the features',
    'const deviation = sub(x, batchMean)',
    `const rowMean = mean(x, 1, { keepDims: true })
    return {
      out: add(mul(gamma, div(sub(x, rowMean), map(add(T.variance(x, 1, { keepDims: true }), epsilon), Math.sqrt))), beta),
      cache: {},
    } as never
    const deviation = sub(x, batchMean)`,
    /over the features/,
  ),
  mutant(
    '2.1',
    'one mean and one variance for the whole batch',
    'const normalized = div(deviation, std)',
    'const normalized = div(sub(x, mean(x)), Math.sqrt(T.variance(x) + epsilon))',
    /for all of x/,
  ),
  mutant(
    '2.1',
    'normalized with the running averages',
    'const std = map(add(batchVar, epsilon), Math.sqrt)\n    const normalized = div(deviation, std)',
    'const std = map(add(params.runningVar, epsilon), Math.sqrt)\n    const normalized = div(sub(x, params.runningMean), std)',
    /normalized with the running averages/,
  ),
  mutant('2.1', 'did not update the running mean', 'params.runningMean =', 'void', /what it was before/),
  mutant('2.1', 'did not update the running variance', 'params.runningVar =', 'void', /what it was before/),
  mutant(
    '2.1',
    'kept only the latest batch',
    'add(mul(momentum, runningMean), mul(1 - momentum, batchMean))',
    'batchMean',
    /that of the latest batch alone/,
  ),
  mutant(
    '2.1',
    'swapped momentum and 1 - momentum',
    'add(mul(momentum, runningMean), mul(1 - momentum, batchMean))',
    'add(mul(1 - momentum, runningMean), mul(momentum, batchMean))',
    /momentum is the share of the old average that stays/,
  ),
  mutant(
    '2.1',
    'hard-coded momentum',
    stored,
    'params.runningVar = add(mul(0.9, runningVar), mul(0.1, batchVar))',
    /momentum is always 0.9/,
  ),
  mutant(
    '2.1',
    'added the batch without its share',
    'mul(1 - momentum, batchMean)',
    'batchMean',
    /without its share 1 - momentum/,
  ),
  mutant(
    '2.1',
    'summed up the batches without decay',
    'mul(momentum, runningMean)',
    'runningMean',
    /without its share momentum/,
  ),
  mutant(
    '2.1',
    'averaged the standard deviation',
    stored,
    'params.runningVar = add(mul(momentum, runningVar), mul(1 - momentum, map(batchVar, Math.sqrt)))',
    /standard deviation/,
  ),
  mutant(
    '2.1',
    'averaged the unbiased variance',
    'mul(1 - momentum, batchVar)',
    'mul(((1 - momentum) * x.shape[0]) / Math.max(1, x.shape[0] - 1), batchVar)',
    /runningVar.*divided by N - 1/,
  ),
  mutant(
    '2.1',
    'averaged the variance with epsilon in it',
    'mul(1 - momentum, batchVar)',
    'mul(1 - momentum, add(batchVar, epsilon))',
    /epsilon/,
  ),
  mutant(
    '2.1',
    'started from zeros at every call',
    'mul(momentum, runningMean)',
    'mul(momentum, zeros([D], x.dtype))',
    /starts from 0/,
  ),
  mutant(
    '2.1',
    'put the running mean in the place of the variance',
    stored,
    'params.runningVar = params.runningMean',
    /average of the means/,
  ),
  mutant(
    '2.1',
    'centred x in place',
    'const normalized =',
    'x.data.set(deviation.data)\n    const normalized =',
    written,
  ),
  mutant(
    '2.1',
    'always computes in float64',
    '{ out: add(mul(gamma, normalized), beta)',
    "{ out: add(mul(gamma, normalized), beta).astype('float64')",
    float32,
  ),
  mutant(
    '2.1',
    'running averages always in float64',
    'mul(1 - momentum, batchMean))',
    "mul(1 - momentum, batchMean)).astype('float64')",
    float32,
  ),
  mutant(
    '2.1',
    'running averages as rows',
    'mul(1 - momentum, batchMean))',
    'mul(1 - momentum, batchMean)).reshape([1, D])',
    /axis of size 1 was kept/,
  ),
  mutant(
    '2.1',
    'refuses a batch of one',
    'const deviation = sub(x, batchMean)',
    "if (x.shape[0] < 2) throw new Error('the variance of a single example is 0')\n    const deviation = sub(x, batchMean)",
    /variance of a single example is 0/,
  ),
]
