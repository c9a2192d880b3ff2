import { mutant, type Mutant } from '../mutant.ts'

const written = /changes its input/
const averaged = /divided by N = \d+ once too often/
const noMean = /lacks the path through the mean/
const noVariance = /lacks the path through the variance/
const noGamma = /lacks gamma/

/** Mistakes in the simplified backward pass of batch normalization. */
export const mutants: readonly Mutant[] = [
  mutant(
    '2.5',
    'called the other backward pass',
    'const { normalized, std, gamma } = cache',
    'return batchnormBackward(dout, cache)\n  const { normalized, std, gamma } = cache',
    /calls batchnormBackward/,
  ),
  mutant(
    '2.5',
    'called the steps of the other backward pass',
    'const dbeta = sum(dout, 0)',
    'const dbeta = sum(dout, 0)\n  batchnormBackwardSteps(dout, cache)',
    /calls batchnormBackwardSteps/,
  ),
  mutant(
    '2.5',
    'gave a copy to the other backward pass',
    'const { normalized, std, gamma } = cache',
    'return batchnormBackward(mul(dout, 1), cache)\n  const { normalized, std, gamma } = cache',
    /calls batchnormBackward/,
  ),
  mutant(
    '2.5',
    'forgot the term of dbeta',
    'add(dbeta, mul(normalized, dgamma))',
    'mul(normalized, dgamma)',
    noMean,
  ),
  mutant('2.5', 'forgot the term of dgamma', 'add(dbeta, mul(normalized, dgamma))', 'dbeta', noVariance),
  mutant(
    '2.5',
    'forgot both terms',
    'sub(dout, div(add(dbeta, mul(normalized, dgamma)), N))',
    'dout',
    /as if the mean and the variance were constants/,
  ),
  mutant(
    '2.5',
    'forgot the normalized x in the term of dgamma',
    'mul(normalized, dgamma)',
    'dgamma',
    /dgamma without the normalized x/,
  ),
  mutant(
    '2.5',
    'forgot to divide by N',
    'div(add(dbeta, mul(normalized, dgamma)), N)',
    'add(dbeta, mul(normalized, dgamma))',
    /not divided by N/,
  ),
  mutant(
    '2.5',
    'divided only one term by N',
    'div(add(dbeta, mul(normalized, dgamma)), N)',
    'add(div(dbeta, N), mul(normalized, dgamma))',
    /variance is not divided by N/,
  ),
  mutant(
    '2.5',
    'divided the direct path by N as well',
    'sub(dout, div(add(dbeta, mul(normalized, dgamma)), N))',
    'div(sub(dout, add(dbeta, mul(normalized, dgamma))), N)',
    /direct path is divided by N/,
  ),
  mutant('2.5', 'took N from the features', 'dout.shape[0]', 'dout.shape[1]', /D where N belongs/),
  mutant(
    '2.5',
    'added the terms',
    'sub(dout, div',
    'add(dout, div',
    /through the mean and the variance have the wrong sign/,
  ),
  mutant(
    '2.5',
    'subtracted dgamma from dbeta',
    'add(dbeta, mul(normalized, dgamma))',
    'sub(dbeta, mul(normalized, dgamma))',
    /through the variance has the wrong sign/,
  ),
  mutant('2.5', 'forgot gamma', 'mul(div(gamma, std), centred)', 'div(centred, std)', noGamma),
  mutant(
    '2.5',
    'forgot std',
    'mul(div(gamma, std), centred)',
    'mul(gamma, centred)',
    /dx is not divided by the standard deviation/,
  ),
  mutant(
    '2.5',
    'divided by the variance',
    'div(gamma, std)',
    'div(gamma, mul(std, std))',
    /dx is divided by the variance/,
  ),
  mutant(
    '2.5',
    'multiplied by std',
    'div(gamma, std)',
    'mul(gamma, std)',
    /dx is multiplied by the standard deviation/,
  ),
  mutant(
    '2.5',
    'averaged dgamma and used the average in dx',
    'const dgamma = sum',
    'const dgamma = T.mean',
    averaged,
  ),
  mutant(
    '2.5',
    'averaged dbeta only in what it returns',
    'centred), dgamma, dbeta }',
    'centred), dgamma, dbeta: div(dbeta, N) }',
    averaged,
  ),
  mutant(
    '2.5',
    'returned dx as zeros',
    '{ dx: mul(div(gamma, std), centred)',
    '{ dx: T.zerosLike(dout)',
    /0 everywhere/,
  ),
  mutant(
    '2.5',
    'forgot to return dbeta',
    'centred), dgamma, dbeta }',
    'centred), dgamma } as never',
    /should return \{ dx, dgamma, dbeta \}/,
  ),
  mutant(
    '2.5',
    'writes into dout',
    'const N = dout.shape[0]',
    'const N = dout.shape[0]\n  dout.data[0] = 0',
    written,
  ),
]
