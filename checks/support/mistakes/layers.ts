import {
  add,
  div,
  map,
  matmul,
  mul,
  ones,
  sub,
  sum,
  tensor,
  transpose,
  zerosLike,
  type Tensor,
} from '#kit/tensor/index.ts'

type Mistakes = Record<string, () => Tensor>

/** A case of the affine layer: inputs (N, d1, ..., dk), weights (D, M), biases (M,). */
export interface AffineCase {
  x: Tensor
  w: Tensor
  b: Tensor
}

const rowsOf = (x: Tensor): Tensor => x.reshape([x.shape[0], -1])

/** The numbers of a matrix in the order of its transpose, in the shape that it has. */
const rearranged = (w: Tensor): Tensor => transpose(w).reshape(w.shape)

/** Every example unrolled with its last axis outermost. */
const unrolledBackwards = (x: Tensor): Tensor =>
  rowsOf(
    transpose(x, [
      0,
      ...x.shape
        .map((_, axis) => axis)
        .slice(1)
        .toReversed(),
    ]),
  )

/** The rows with 0 for their last number. */
const withoutLast = (rows: Tensor): Tensor =>
  map(rows, (value, i) => ((i + 1) % rows.shape[1] === 0 ? 0 : value))

/** What mistakes in `affineForward` give. */
export const affineMistakes = ({ x, w, b }: AffineCase): Mistakes => {
  const products = (): Tensor => matmul(rowsOf(x), w)
  return {
    'out has only the first bias, b[0], in every column: each output has a bias of its own.': () =>
      add(products(), b.data[0]),
    'The bias is multiplied in: add it.': () => mul(products(), b),
    'The bias is added to every input: it belongs to the outputs.': () =>
      b.size === w.shape[0] ? matmul(add(rowsOf(x), b), w) : zerosLike(b),
    'w is reshaped where it is used as it is: its numbers stand in other places now.': () =>
      add(matmul(rowsOf(x), rearranged(w)), b),
    'Each example is unrolled in another order than reshape does it: the last axis runs fastest.': () =>
      add(matmul(unrolledBackwards(x), w), b),
    'The products are averaged over the inputs: add them up.': () => add(div(products(), w.shape[0]), b),
    'The last number of every example is left out.': () => add(matmul(withoutLast(rowsOf(x)), w), b),
    'Every example gives the scores of the first one.': () =>
      map(add(products(), b), (_, i) => add(products(), b).data[i % b.size]),
    'out went through a ReLU: the affine layer has none.': () =>
      map(add(products(), b), (value) => Math.max(0, value)),
    'out holds the bias alone.': () => add(zerosLike(products()), b),
  }
}

/** What mistakes in `affineBackward` give, gradient by gradient. */
export const affineBackwardMistakes = (
  { x, w }: AffineCase,
  dout: Tensor,
): Record<'dx' | 'dw' | 'db', Mistakes> => {
  const [N, M] = dout.shape
  const rows = rowsOf(x)
  const first = tensor([Array.from(dout.data.subarray(0, M))])
  const last = tensor([Array.from(dout.data.subarray((N - 1) * M))])
  const times = (upstream: Tensor): Tensor => matmul(upstream, w, { transposeB: true }).reshape(x.shape)
  return {
    dx: {
      'w is reshaped where it should be transposed: the numbers are right, but in other places.': () =>
        matmul(dout, w.reshape(w.shape.toReversed())).reshape(x.shape),
      'dx leaves dout out: it is the same as if dout were 1 everywhere.': () => times(ones(dout.shape)),
      'dx is summed over the examples: each example has a gradient of its own.': () =>
        add(zerosLike(rows), matmul(sum(dout, 0, { keepDims: true }), w, { transposeB: true })).reshape(
          x.shape,
        ),
      'dx is multiplied by x: where the layer is linear in x, x drops out.': () => mul(times(dout), x),
      'dx takes |w| for w.': () => matmul(dout, map(w, Math.abs), { transposeB: true }).reshape(x.shape),
    },
    dw: {
      'dw comes from the first example alone: every example adds to it.': () =>
        matmul(tensor([Array.from(rows.data.subarray(0, rows.shape[1]))]), first, { transposeA: true }),
      'dw comes from the last example alone: add up what every example gives.': () =>
        matmul(tensor([Array.from(rows.data.subarray((N - 1) * rows.shape[1]))]), last, { transposeA: true }),
      'dw leaves dout out: it is the same as if dout were 1 everywhere.': () =>
        matmul(rows, ones(dout.shape), { transposeA: true }),
      'dw leaves x out: it is the same as if x were 1 everywhere.': () =>
        matmul(ones(rows.shape), dout, { transposeA: true }),
      'x is reshaped where it should be transposed: the numbers are right, but in other places.': () =>
        matmul(rows.reshape(rows.shape.toReversed()), dout),
      'dw has w added: that is the gradient of a regularization, which is none of the layer.': () =>
        add(matmul(rows, dout, { transposeA: true }), w),
    },
    db: {
      'db is the upstream gradient of the first example alone: every example adds to it.': () =>
        sum(first, 0),
      'db is the upstream gradient of the last example alone: add up those of all examples.': () =>
        sum(last, 0),
      'db leaves dout out: it counts the examples.': () => sum(ones(dout.shape), 0),
      'db is summed over the outputs: sum over the examples, axis 0.': () => sum(dout, 1),
      'db is summed over the outputs as well: every bias has a gradient of its own.': () =>
        add(zerosLike(sum(dout, 0)), sum(dout)),
      'db is 0: b does not drop out, it passes dout on.': () => zerosLike(sum(dout, 0)),
    },
  }
}

/** Functions that a ReLU is mistaken for, and what each makes of a number. */
const otherFunctions: Record<string, (value: number) => number> = {
  'out is x itself: what is negative has to become 0.': (value) => value,
  'Negative numbers leak through, times 0.01: here they become 0.': (value) => Math.max(0.01 * value, value),
  'Negative numbers leak through, times 0.1: here they become 0.': (value) => Math.max(0.1 * value, value),
  'Negative numbers lose their sign: they have to become 0.': Math.abs,
  'The negative half is kept and the positive one cleared: it is the other way round.': (value) =>
    Math.min(0, value),
  'What is larger than 1 is cut off: a ReLU has no upper limit.': (value) => Math.min(1, Math.max(0, value)),
  'What is larger than 6 is cut off: a ReLU has no upper limit.': (value) => Math.min(6, Math.max(0, value)),
  'out is 1 where x is positive: it has to be x there.': (value) => Number(value > 0),
  'out is the sign of x: it has to be x where x is positive.': Math.sign,
  'out is a sigmoid of x.': (value) => 1 / (1 + Math.exp(-value)),
  'out is ln(1 + e^x), the smooth relative of a ReLU.': (value) => Math.log1p(Math.exp(value)),
  'out is tanh x.': Math.tanh,
  'What is between 0 and 1 is cleared too: the threshold is 0.': (value) => (value > 1 ? value : 0),
  'out is max(0, x)²: no square.': (value) => Math.max(0, value) ** 2,
  'out is rounded to whole numbers.': (value) => Math.round(Math.max(0, value)),
}

/** What mistakes in `reluForward` give. */
export const reluMistakes = (x: Tensor): Mistakes =>
  Object.fromEntries(Object.entries(otherFunctions).map(([sentence, f]) => [sentence, () => map(x, f)]))

/** What mistakes in `reluBackward` give. */
export const reluBackwardMistakes = (x: Tensor, dout: Tensor): Mistakes => {
  const gated = (slope: (x: number, dout: number) => number) => (): Tensor =>
    map(dout, (value, i) => value * slope(x.data[i], value))
  const mask = (): Tensor => map(x, (value) => Number(value > 0))
  return {
    'dx is the slope alone, 1 or 0: multiply it by dout.': mask,
    'dx is multiplied by x: the slope of a ReLU is 1 where x is positive.': gated((value) =>
      Math.max(0, value),
    ),
    'dx depends on the sign of dout: it is the sign of x that decides.': gated((_, value) =>
      Number(value > 0),
    ),
    'The gradient passes where x is negative: it has to pass where x is positive.': gated((value) =>
      Number(value < 0),
    ),
    'The gradient passes with a minus where x is negative: it has to be 0 there.': gated((value) =>
      value > 0 ? 1 : -1,
    ),
    'The gradient leaks through where x is negative, times 0.01: it has to be 0 there.': gated((value) =>
      value > 0 ? 1 : 0.01,
    ),
    'dx goes through a ReLU itself: dout may be negative where it passes.': gated((value, upstream) =>
      Number(value > 0 && upstream > 0),
    ),
    'The gradient stops where x is between 0 and 1: the threshold is 0.': gated((value) => Number(value > 1)),
    'dx has the slope added to dout: multiply by it.': () => add(dout, mask()),
    'dx has the slope subtracted from dout: multiply by it.': () => sub(dout, mask()),
  }
}
