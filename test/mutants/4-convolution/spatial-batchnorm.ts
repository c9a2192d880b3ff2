import { mutant, type Mutant } from '../mutant.ts'

const rowsOfX = 'transpose(x, [0, 2, 3, 1]).reshape([-1, C])'
const back = 'transpose(out.reshape([N, H, W, C]), [0, 3, 1, 2])'
const work = 'batchnormForward(pixels, gamma, beta, params)'
const rowsOfDout = 'transpose(dout, [0, 2, 3, 1]).reshape([-1, C])'
const dxBack = 'transpose(dx.reshape([N, H, W, C]), [0, 3, 1, 2])'
const result = '{ out: transpose('

/** Batch normalization of each part of x for itself: a part is what is left when all of these axes are averaged over. */
const over = (axes: string) =>
  `const alone = T.div(T.sub(x, T.mean(x, ${axes}, { keepDims: true })), T.map(T.add(T.variance(x, ${axes}, { keepDims: true }), params.epsilon ?? 1e-5), Math.sqrt))
  if (params.mode === 'train') return { out: T.add(T.mul(alone, gamma.reshape([C, 1, 1])), beta.reshape([C, 1, 1])), cache: { batchnorm: cache } }
  return { out: transpose(`

/** Mistakes in the batch normalization of spatial-norm.ts. */
export const mutants: readonly Mutant[] = [
  mutant(
    '4.5',
    'reshaped x instead of transposing it',
    rowsOfX,
    'x.reshape([-1, C])',
    /reshaped to .* out transposed back/,
  ),
  mutant(
    '4.5',
    'reshaped instead of transposing, both ways',
    `${rowsOfX}\n  const { out, cache } = ${work}\n  return { out: ${back}`,
    `x.reshape([-1, C])\n  const { out, cache } = ${work}\n  return { out: out.reshape([N, C, H, W])`,
    /where it should be transposed first/,
  ),
  mutant(
    '4.5',
    'reshaped out instead of transposing it back',
    back,
    'out.reshape([N, C, H, W])',
    /right numbers in the wrong places/,
  ),
  mutant('4.5', 'left out in rows', back, 'out', /reshape it to/),
  mutant('4.5', 'left the channels last', back, 'out.reshape([N, H, W, C])', /reshape it to|has shape/),
  mutant(
    '4.5',
    'swapped height and width on the way back',
    'out.reshape([N, H, W, C])',
    'out.reshape([N, W, H, C])',
    /has shape/,
  ),
  mutant('4.5', 'transposed back to rows and columns swapped', '[0, 3, 1, 2]', '[0, 3, 2, 1]', /has shape/),
  mutant(
    '4.5',
    'normalized every image for itself',
    `return ${result}`,
    over('[2, 3]'),
    /those of each channel of each image/,
  ),
  mutant(
    '4.5',
    'normalized every place for itself',
    `return ${result}`,
    over('[0]'),
    /those of each channel at each place/,
  ),
  mutant(
    '4.5',
    'normalized over the channels',
    `return ${result}`,
    over('[1]'),
    /those of each pixel, over its channels/,
  ),
  mutant(
    '4.5',
    'normalized every image as a whole',
    `return ${result}`,
    over('[1, 2, 3]'),
    /those of each image/,
  ),
  mutant(
    '4.5',
    'normalized the batch as a whole',
    `return ${result}`,
    over('[0, 1, 2, 3]'),
    /those of the whole batch/,
  ),
  mutant(
    '4.5',
    'always in train mode',
    work,
    "batchnormForward(pixels, gamma, beta, Object.assign(params.mode === 'test' ? { ...params } : params, { mode: 'train' }))",
    /In test mode, x is normalized with the statistics of the batch/,
  ),
  mutant(
    '4.5',
    'handed on a copy of params',
    work,
    'batchnormForward(pixels, gamma, beta, { ...params })',
    /no running averages in params/,
  ),
  mutant(
    '4.5',
    'swapped gamma and beta',
    'gamma, beta, params)',
    'beta, gamma, params)',
    /gamma and beta are swapped/,
  ),
  mutant(
    '4.5',
    'forgot gamma',
    'gamma, beta, params)',
    'T.add(T.zerosLike(gamma), 1), beta, params)',
    /gamma is missing/,
  ),
  mutant(
    '4.5',
    'forgot beta',
    'gamma, beta, params)',
    'gamma, T.zerosLike(beta), params)',
    /beta: it is missing/,
  ),
  mutant(
    '4.5',
    'always epsilon 1e-5',
    `const { out, cache } = ${work}`,
    `const settings = { ...params, epsilon: 1e-5 }\n  const { out, cache } = batchnormForward(pixels, gamma, beta, settings)\n  if (params.mode === 'train') Object.assign(params, { runningMean: settings.runningMean, runningVar: settings.runningVar })`,
    /epsilon is always 1e-5/,
  ),
  mutant(
    '4.5',
    'always momentum 0.9',
    `const { out, cache } = ${work}`,
    `const settings = { ...params, momentum: 0.9 }\n  const { out, cache } = batchnormForward(pixels, gamma, beta, settings)\n  if (params.mode === 'train') Object.assign(params, { runningMean: settings.runningMean, runningVar: settings.runningVar })`,
    /momentum is always 0.9/,
  ),
  mutant(
    '4.5',
    'updated the running averages twice',
    `const { out, cache } = ${work}`,
    `batchnormForward(pixels, gamma, beta, params)\n  const { out, cache } = ${work}`,
    /updated twice/,
  ),
  mutant(
    '4.5',
    'always computed in float64',
    'return { out: transpose(out',
    "return { out: transpose(out.astype('float64')",
    /float64, but float32 went in/,
  ),
  mutant(
    '4.5',
    'forgot to return the cache',
    'cache: { batchnorm: cache } }',
    '} as never',
    /should return \{ out, cache \}/,
  ),

  mutant(
    '4.6',
    'reshaped dout instead of transposing it',
    rowsOfDout,
    'dout.reshape([-1, C])',
    /dout is reshaped/,
  ),
  mutant(
    '4.6',
    'reshaped dx instead of transposing it back',
    dxBack,
    'dx.reshape([N, C, H, W])',
    /right numbers in the wrong places/,
  ),
  mutant('4.6', 'left dx in rows', dxBack, 'dx', /reshape it to/),
  mutant(
    '4.6',
    'swapped height and width',
    'dx.reshape([N, H, W, C])',
    'dx.reshape([N, W, H, C])',
    /dx has shape/,
  ),
  mutant(
    '4.6',
    'swapped dgamma and dbeta',
    'dgamma, dbeta } = batchnormBackward',
    'dgamma: dbeta, dbeta: dgamma } = batchnormBackward',
    /dgamma is dbeta/,
  ),
  mutant(
    '4.6',
    'averaged dgamma over rows and columns',
    '[0, 3, 1, 2]), dgamma, dbeta }',
    '[0, 3, 1, 2]), dgamma: T.div(dgamma, H * W), dbeta }',
    /divided by H · W/,
  ),
  mutant(
    '4.6',
    'averaged dbeta over the images',
    '[0, 3, 1, 2]), dgamma, dbeta }',
    '[0, 3, 1, 2]), dgamma, dbeta: T.div(dbeta, N) }',
    /divided by N/,
  ),
  mutant(
    '4.6',
    'kept the axes of dgamma',
    '[0, 3, 1, 2]), dgamma, dbeta }',
    '[0, 3, 1, 2]), dgamma: dgamma.reshape([1, C, 1, 1]), dbeta }',
    /axis of size 1 was kept/,
  ),
  mutant(
    '4.6',
    'passed dout through',
    'dx: transpose',
    'dx: dout, other: transpose',
    /upstream gradient, passed on/,
  ),
  mutant(
    '4.6',
    'passed dout through, times gamma',
    'dx: transpose',
    'dx: T.mul(dout, cache.batchnorm.gamma.reshape([C, 1, 1])), other: transpose',
    /dout · gamma, passed on/,
  ),
  mutant(
    '4.6',
    'forgot gamma',
    'batchnormBackward(pixels, cache.batchnorm)',
    'batchnormBackward(pixels, { ...cache.batchnorm, gamma: T.add(T.zerosLike(cache.batchnorm.gamma), 1) })',
    /dx lacks gamma/,
  ),
  mutant(
    '4.6',
    'took the statistics as constants',
    'dx: transpose',
    'dx: T.mul(dout, T.div(cache.batchnorm.gamma, cache.batchnorm.std).reshape([C, 1, 1])), other: transpose',
    /dx lacks two terms/,
  ),
  mutant(
    '4.6',
    'took only the first image for dbeta',
    '[0, 3, 1, 2]), dgamma, dbeta }',
    '[0, 3, 1, 2]), dgamma, dbeta: T.sum(new T.Tensor(dout.data.slice(0, C * H * W), [C, H, W]), [1, 2]) }',
    /dbeta comes of the first image alone/,
  ),
  mutant('4.6', 'overwrote dout', 'return { dx', 'dout.data.fill(0)\n  return { dx', /changes its input/),
]
