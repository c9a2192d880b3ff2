import { mutant, type Mutant } from '../mutant.ts'

const rows = 'const rows = x.reshape([N * groups, -1])'
const spread = 'variance(rows, 1, { keepDims: true })'
const scale = 'mul(normalized, gamma.reshape([C, 1, 1]))'
const shift = ', beta.reshape([C, 1, 1]))'
const out = `add(${scale}${shift}`
const inside = 'sub(sub(dRows, alongMean), mul(rows, alongRow))'
const dgamma = 'dgamma: sum(mul(dout, normalized), [0, 2, 3])'
const dbeta = 'dbeta: sum(dout, [0, 2, 3])'

const normalizing = `${rows}
  const deviation = sub(rows, mean(rows, 1, { keepDims: true }))
  const std = map(add(${spread}, epsilon), Math.sqrt)
  const normalized = div(deviation, std).reshape(x.shape)`
const interleaved = normalizing
  .replace('x.reshape(', 'apart(x, C / groups, groups).reshape(')
  .replace('div(deviation, std)', 'apart(div(deviation, std), groups, C / groups)')
  .replace(
    '',
    `const apart = (t: T.Tensor, a: number, b: number) => T.transpose(t.reshape([N, a, b, -1]), [0, 2, 1, 3])
  `,
  )

/** Mistakes in the group normalization of spatial-norm.ts. */
export const mutants: readonly Mutant[] = [
  mutant('4.7', 'ignored the groups', rows, 'const rows = x.reshape([N, -1])', /those of each image/),
  mutant(
    '4.7',
    'normalized every channel for itself',
    rows,
    'const rows = x.reshape([N * C, -1])',
    /those of each channel of each image/,
  ),
  mutant(
    '4.7',
    'normalized over the batch',
    rows,
    'const rows = x.reshape([1, -1])',
    /those of the whole batch/,
  ),
  mutant(
    '4.7',
    'made groups of as many channels as there should be groups',
    rows,
    'const rows = x.reshape([(N * C) / groups, -1])',
    /groups of `groups` channels/,
  ),
  mutant('4.7', 'interleaved the groups', normalizing, interleaved, /every groups-th channel/),
  mutant(
    '4.7',
    'epsilon outside of the root',
    `map(add(${spread}, epsilon), Math.sqrt)`,
    `add(map(${spread}, Math.sqrt), epsilon)`,
    /epsilon is added outside of the root/,
  ),
  mutant('4.7', 'forgot epsilon', `add(${spread}, epsilon)`, spread, /epsilon is missing/),
  mutant('4.7', 'always epsilon 1e-5', ', epsilon)', ', 1e-5)', /epsilon is always 1e-5/),
  mutant(
    '4.7',
    'forgot the root',
    `map(add(${spread}, epsilon), Math.sqrt)`,
    `add(${spread}, epsilon)`,
    /divided by the variance/,
  ),
  mutant(
    '4.7',
    'took the unbiased variance',
    spread,
    `T.mul(${spread}, rows.shape[1] / (rows.shape[1] - 1))`,
    /number of elements less one/,
  ),
  mutant(
    '4.7',
    'took the mean of the squares for the variance',
    spread,
    'mean(mul(rows, rows), 1, { keepDims: true })',
    /mean of the squares/,
  ),
  mutant(
    '4.7',
    'forgot to subtract the mean',
    'sub(rows, mean(rows, 1, { keepDims: true }))',
    'rows',
    /mean is not subtracted/,
  ),
  mutant(
    '4.7',
    'multiplied by the standard deviation',
    'div(deviation, std)',
    'mul(deviation, std)',
    /multiplied by the standard deviation/,
  ),
  mutant('4.7', 'forgot gamma', scale, 'normalized', /gamma is missing/),
  mutant('4.7', 'forgot beta', out, scale, /beta: it is missing/),
  mutant(
    '4.7',
    'swapped gamma and beta',
    out,
    'add(mul(normalized, beta.reshape([C, 1, 1])), gamma.reshape([C, 1, 1]))',
    /gamma and beta are swapped/,
  ),
  mutant(
    '4.7',
    'gave every channel the first gamma and beta',
    out,
    'add(mul(normalized, gamma.data[0]), beta.data[0])',
    /first gamma and beta/,
  ),
  mutant(
    '4.7',
    'gave every group one gamma and beta',
    out,
    'add(mul(normalized.reshape([N, groups, -1]), T.tensor([...gamma.data.subarray(0, groups)], x.dtype).reshape([groups, 1])), T.tensor([...beta.data.subarray(0, groups)], x.dtype).reshape([groups, 1])).reshape(x.shape)',
    /chosen by the group/,
  ),
  mutant(
    '4.7',
    'added beta before multiplying',
    out,
    'mul(add(normalized, beta.reshape([C, 1, 1])), gamma.reshape([C, 1, 1]))',
    /beta is multiplied by gamma/,
  ),
  mutant(
    '4.7',
    'left out in groups',
    '{ out, cache',
    '{ out: out.reshape([N, groups, -1]), cache',
    /reshape it to/,
  ),
  mutant(
    '4.7',
    'always computed in float64',
    '{ out, cache',
    "{ out: out.astype('float64'), cache",
    /float64, but float32 went in/,
  ),
  mutant(
    '4.7',
    'worked on x itself',
    'const deviation',
    'x.data.forEach((value, i) => (x.data[i] = value / 2))\n  const deviation',
    /changes its input/,
  ),

  mutant(
    '4.8',
    'forgot gamma',
    'mul(dout, gamma.reshape([-1, 1, 1])).reshape(rows.shape)',
    'dout.reshape(rows.shape)',
    /dx lacks gamma/,
  ),
  mutant(
    '4.8',
    'forgot the way through the mean',
    inside,
    'sub(dRows, mul(rows, alongRow))',
    /through the mean/,
  ),
  mutant(
    '4.8',
    'forgot the way through the variance',
    inside,
    'sub(dRows, alongMean)',
    /through the standard deviation/,
  ),
  mutant('4.8', 'took the statistics as constants', inside, 'dRows', /dx lacks two terms/),
  mutant(
    '4.8',
    'wrong sign of the last term',
    inside,
    'T.add(sub(dRows, alongMean), mul(rows, alongRow))',
    /wrong sign at the term/,
  ),
  mutant(
    '4.8',
    'forgot to divide by the standard deviation',
    `div(${inside}, std)`,
    inside,
    /not divided by the standard deviation/,
  ),
  mutant(
    '4.8',
    'multiplied by the standard deviation',
    `div(${inside}, std)`,
    `mul(${inside}, std)`,
    /multiplied by the standard deviation/,
  ),
  mutant(
    '4.8',
    'divided by the variance',
    `div(${inside}, std)`,
    `div(${inside}, mul(std, std))`,
    /divided by the variance/,
  ),
  mutant(
    '4.8',
    'summed where it should average',
    'mean(dRows, 1, { keepDims: true })',
    'sum(dRows, 1, { keepDims: true })',
    /sums where it should average/,
  ),
  mutant(
    '4.8',
    'ignored the groups in the means',
    'mean(dRows, 1, { keepDims: true })\n  const alongRow = mean(mul(dRows, rows), 1, { keepDims: true })',
    'mean(dRows)\n  const alongRow = mean(mul(dRows, rows))',
    /those of the whole batch/,
  ),
  mutant('4.8', 'left dx in groups', '.reshape(dout.shape)', '', /reshape it to/),
  mutant(
    '4.8',
    'kept the axes of dgamma',
    dgamma,
    'dgamma: sum(mul(dout, normalized), [0, 2, 3], { keepDims: true })',
    /axis of size 1 was kept/,
  ),
  mutant(
    '4.8',
    'kept the axes of dbeta',
    dbeta,
    'dbeta: sum(dout, [0, 2, 3], { keepDims: true })',
    /axis of size 1 was kept/,
  ),
  mutant(
    '4.8',
    'did not sum dgamma over the images',
    dgamma,
    'dgamma: sum(mul(dout, normalized), [2, 3])',
    /was not summed over/,
  ),
  mutant(
    '4.8',
    'summed dbeta over the channels as well',
    dbeta,
    'dbeta: T.full(gamma.shape, sum(dout), dout.dtype)',
    /sum of all channels/,
  ),
  mutant(
    '4.8',
    'swapped dgamma and dbeta',
    `${dgamma}, ${dbeta}`,
    'dgamma: sum(dout, [0, 2, 3]), dbeta: sum(mul(dout, normalized), [0, 2, 3])',
    /dgamma is dbeta/,
  ),
  mutant('4.8', 'averaged dbeta', dbeta, 'dbeta: mean(dout, [0, 2, 3])', /divided by N · H · W/),
  mutant(
    '4.8',
    'multiplied dbeta by gamma',
    dbeta,
    'dbeta: mul(gamma, sum(dout, [0, 2, 3]))',
    /dbeta is multiplied by gamma/,
  ),
  mutant(
    '4.8',
    'one dgamma for each group',
    dgamma,
    'dgamma: T.map(gamma, (_, c) => { const size = (gamma.size * dout.shape[0]) / std.size; const all = sum(mul(dout, normalized), [0, 2, 3]); return all.data.subarray(Math.floor(c / size) * size, Math.floor(c / size) * size + size).reduce((a: number, b: number) => a + b, 0) })',
    /dgamma is summed over each group/,
  ),
  mutant(
    '4.8',
    'always computed in float64',
    '{ dx, ',
    "{ dx: dx.astype('float64'), ",
    /float64, but float32 went in/,
  ),
  mutant('4.8', 'overwrote dout', 'return { dx', 'dout.data.fill(0)\n  return { dx', /changes its input/),
]
