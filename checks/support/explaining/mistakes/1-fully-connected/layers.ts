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

/** Returns the numbers of a matrix in the order of its transpose, without changing its shape. */
const rearranged = (w: Tensor): Tensor => transpose(w).reshape(w.shape)

/** Unrolls every example with its last axis outermost. */
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

/** Replaces the last number of each row by 0. */
const withoutLast = (rows: Tensor): Tensor =>
  map(rows, (value, i) => ((i + 1) % rows.shape[1] === 0 ? 0 : value))

/** Returns the results of mistakes in `affineForward`. */
export const affineMistakes = ({ x, w, b }: AffineCase): Mistakes => {
  const products = (): Tensor => matmul(rowsOf(x), w)
  return {
    'affineForward/first-bias': () => add(products(), b.data[0]),
    'affineForward/bias-multiplied': () => mul(products(), b),
    'affineForward/bias-on-inputs': () =>
      b.size === w.shape[0] ? matmul(add(rowsOf(x), b), w) : zerosLike(b),
    'affineForward/w-reshaped': () => add(matmul(rowsOf(x), rearranged(w)), b),
    'affineForward/unrolled-otherwise': () => add(matmul(unrolledBackwards(x), w), b),
    'affineForward/averaged': () => add(div(products(), w.shape[0]), b),
    'affineForward/last-input': () => add(matmul(withoutLast(rowsOf(x)), w), b),
    'affineForward/first-example': () =>
      map(add(products(), b), (_, i) => add(products(), b).data[i % b.size]),
    'affineForward/relu': () => map(add(products(), b), (value) => Math.max(0, value)),
    'affineForward/bias-alone': () => add(zerosLike(products()), b),
  }
}

/** Returns the results of mistakes in `affineBackward` for each gradient. */
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
      'affineBackward/w-reshaped': () => matmul(dout, w.reshape(w.shape.toReversed())).reshape(x.shape),
      'affineBackward/dx-without-dout': () => times(ones(dout.shape)),
      'affineBackward/dx-summed': () =>
        add(zerosLike(rows), matmul(sum(dout, 0, { keepDims: true }), w, { transposeB: true })).reshape(
          x.shape,
        ),
      'affineBackward/dx-times-x': () => mul(times(dout), x),
      'affineBackward/dx-absolute-w': () =>
        matmul(dout, map(w, Math.abs), { transposeB: true }).reshape(x.shape),
    },
    dw: {
      'affineBackward/dw-first-example': () =>
        matmul(tensor([Array.from(rows.data.subarray(0, rows.shape[1]))]), first, { transposeA: true }),
      'affineBackward/dw-last-example': () =>
        matmul(tensor([Array.from(rows.data.subarray((N - 1) * rows.shape[1]))]), last, { transposeA: true }),
      'affineBackward/dw-without-dout': () => matmul(rows, ones(dout.shape), { transposeA: true }),
      'affineBackward/dw-without-x': () => matmul(ones(rows.shape), dout, { transposeA: true }),
      'affineBackward/x-reshaped': () => matmul(rows.reshape(rows.shape.toReversed()), dout),
      'affineBackward/dw-with-w': () => add(matmul(rows, dout, { transposeA: true }), w),
    },
    db: {
      'affineBackward/db-first-example': () => sum(first, 0),
      'affineBackward/db-last-example': () => sum(last, 0),
      'affineBackward/db-without-dout': () => sum(ones(dout.shape), 0),
      'affineBackward/db-over-outputs': () => sum(dout, 1),
      'affineBackward/db-over-everything': () => add(zerosLike(sum(dout, 0)), sum(dout)),
      'affineBackward/db-zero': () => zerosLike(sum(dout, 0)),
    },
  }
}

/** The functions that a ReLU is mistaken for. */
const otherFunctions: Record<string, (value: number) => number> = {
  'reluForward/x-itself': (value) => value,
  'reluForward/leak-hundredth': (value) => Math.max(0.01 * value, value),
  'reluForward/leak-tenth': (value) => Math.max(0.1 * value, value),
  'reluForward/absolute': Math.abs,
  'reluForward/negative-half': (value) => Math.min(0, value),
  'reluForward/cut-at-1': (value) => Math.min(1, Math.max(0, value)),
  'reluForward/cut-at-6': (value) => Math.min(6, Math.max(0, value)),
  'reluForward/step': (value) => Number(value > 0),
  'reluForward/sign': Math.sign,
  'reluForward/sigmoid': (value) => 1 / (1 + Math.exp(-value)),
  'reluForward/softplus': (value) => Math.log1p(Math.exp(value)),
  'reluForward/tanh': Math.tanh,
  'reluForward/threshold-at-1': (value) => (value > 1 ? value : 0),
  'reluForward/squared': (value) => Math.max(0, value) ** 2,
  'reluForward/rounded': (value) => Math.round(Math.max(0, value)),
}

/** Returns the results of mistakes in `reluForward`. */
export const reluMistakes = (x: Tensor): Mistakes =>
  Object.fromEntries(Object.entries(otherFunctions).map(([sentence, f]) => [sentence, () => map(x, f)]))

/** Returns the results of mistakes in `reluBackward`. */
export const reluBackwardMistakes = (x: Tensor, dout: Tensor): Mistakes => {
  const gated = (slope: (x: number, dout: number) => number) => (): Tensor =>
    map(dout, (value, i) => value * slope(x.data[i], value))
  const mask = (): Tensor => map(x, (value) => Number(value > 0))
  return {
    'reluBackward/slope-alone': mask,
    'reluBackward/times-x': gated((value) => Math.max(0, value)),
    'reluBackward/sign-of-dout': gated((_, value) => Number(value > 0)),
    'reluBackward/inverted': gated((value) => Number(value < 0)),
    'reluBackward/negative-side': gated((value) => (value > 0 ? 1 : -1)),
    'reluBackward/leak': gated((value) => (value > 0 ? 1 : 0.01)),
    'reluBackward/relu-of-dx': gated((value, upstream) => Number(value > 0 && upstream > 0)),
    'reluBackward/threshold-at-1': gated((value) => Number(value > 1)),
    'reluBackward/slope-added': () => add(dout, mask()),
    'reluBackward/slope-subtracted': () => sub(dout, mask()),
  }
}
