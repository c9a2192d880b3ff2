import { mutant, type Mutant } from '../mutant.ts'

const allZero = /0 everywhere/
const shape = /has shape/
const written = /changes its input/
const float32 = /float64, but float32 went in/

/** Mistakes in `affineForward`. */
export const mutants: readonly Mutant[] = [
  mutant('1.1', 'forgot the bias', 'add(matmul(rows, w), b)', 'matmul(rows, w)', /the bias: it is missing/),
  mutant(
    '1.1',
    'subtracted the bias',
    'add(matmul(rows, w), b)',
    'T.sub(matmul(rows, w), b)',
    /subtracted instead of added/,
  ),
  mutant(
    '1.1',
    'added the bias twice',
    'add(matmul(rows, w), b)',
    'add(add(matmul(rows, w), b), b)',
    /the bias: it was added/,
  ),
  mutant(
    '1.1',
    'added only the first bias',
    'matmul(rows, w), b)',
    'matmul(rows, w), b.data[0])',
    /only the first bias|one number of its own/,
  ),
  mutant('1.1', 'works only for matrices', 'x.reshape([x.shape[0], -1])', 'x', /matmul: cannot multiply/),
  mutant('1.1', 'returns a flat result', '{ out, cache', '{ out: out.reshape([-1]), cache', shape),
  mutant('1.1', 'returns the transpose', '{ out, cache', '{ out: T.transpose(out), cache', /transposed/),
  mutant('1.1', 'adds the bias to x in place', 'const rows', 'x.data[0] += b.data[0]\n  const rows', written),
  mutant('1.1', 'always computes in float64', '{ out, cache', "{ out: out.astype('float64'), cache", float32),
  mutant(
    '1.1',
    'rounds to float32',
    '{ out, cache',
    "{ out: out.astype('float32'), cache",
    /float32, but float64 went in/,
  ),
  mutant(
    '1.1',
    'hard-coded three outputs',
    'matmul(rows, w)',
    'T.zeros([x.shape[0], 3], x.dtype)',
    /out has shape \(\d, 3\), but should/,
  ),
  mutant('1.1', 'returns zeros', '{ out, cache', '{ out: T.zerosLike(out), cache', allZero),
  mutant(
    '1.1',
    'adds the bias to every input',
    'matmul(rows, w), b)',
    'matmul(b.size === rows.shape[1] ? add(rows, b) : rows, w), T.zerosLike(b))',
    /the bias: it is missing|bias is added to every input/,
  ),
  mutant(
    '1.1',
    'multiplies the bias in',
    'add(matmul(rows, w), b)',
    'T.mul(matmul(rows, w), b)',
    /bias is multiplied in/,
  ),
  mutant(
    '1.1',
    'uses w in the order of its transpose',
    'matmul(rows, w)',
    'matmul(rows, T.transpose(w).reshape(w.shape))',
    /w is reshaped where it is used/,
  ),
  mutant(
    '1.1',
    'unrolls the last axis outermost',
    'x.reshape([x.shape[0], -1])',
    'T.transpose(x, [0, ...x.shape.keys()].slice(0, 1).concat([...x.shape.keys()].slice(1).reverse())).reshape([x.shape[0], -1])',
    /unrolled in another order/,
  ),
  mutant(
    '1.1',
    'averages over the inputs',
    'add(matmul(rows, w), b)',
    'add(T.div(matmul(rows, w), w.shape[0]), b)',
    /products are averaged/,
  ),
  mutant(
    '1.1',
    'gives every example the answer of the first',
    '{ out, cache',
    '{ out: T.map(out, (_, i) => out.data[i % w.shape[1]]), cache',
    /Every example gives the scores of the first/,
  ),
  mutant(
    '1.1',
    'a ReLU on the way out',
    '{ out, cache',
    '{ out: T.map(out, (v) => Math.max(0, v)), cache',
    /out went through a ReLU/,
  ),
  mutant(
    '1.1',
    'adds noise',
    '{ out, cache',
    '{ out: T.map(out, (v) => v + 1e-3 * Math.random()), cache',
    /same call is made again/,
  ),
  mutant(
    '1.1',
    'keeps the first answer of each shape',
    '{ out, cache',
    '{ out: ((globalThis as any).kept ??= {})[`${x.shape} ${w.shape}`] ??= out, cache',
    /other inputs is what an earlier call gave/,
  ),
  mutant(
    '1.1',
    'one output tensor for all calls',
    '{ out, cache',
    '{ out: (() => { const one = ((globalThis as any).buffers ??= {})[`${out.shape}`] ??= T.zerosLike(out); one.data.set(out.data); return one })(), cache',
    /earlier call was changed by a later one/,
  ),
  mutant(
    '1.1',
    'counts its calls',
    '{ out, cache',
    '{ out: T.add(out, ((globalThis as any).calls = ((globalThis as any).calls ?? -1) + 1)), cache',
    /same call is made again/,
  ),
  mutant(
    '1.1',
    'forgets the last input',
    'matmul(rows, w)',
    'matmul(T.map(rows, (v, i) => ((i + 1) % w.shape[0] ? v : 0)), w)',
    /last number of every example is left out/,
  ),
  mutant(
    '1.1',
    'knows the published example and nothing else',
    '{ out, cache',
    '{ out: x.shape[0] === 2 && x.shape[3] === 6 ? out : T.full(out.shape, 1.5), cache',
    /1\.5 everywhere/,
  ),
]
