import { add, map, mul, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { fromElements } from '../images.ts'

interface Options {
  stride: number
  filters: number
}

type Mistakes = Record<string, () => Tensor>

const at = ({ shape: [, C, H, W], data }: Tensor, n: number, c: number, i: number, j: number): number =>
  c < C && i < H && j < W ? data[((n * C + c) * H + i) * W + j] : 0

const outShape = ({ shape: [N, , H, W] }: Tensor, { stride, filters }: Options): number[] => [
  N,
  filters,
  Math.ceil(H / stride),
  Math.ceil(W / stride),
]

/** What shortcutForward gives with a mistake in it. */
export function shortcutMistakes(x: Tensor, options: Options): Mistakes {
  const { stride, filters } = options
  const [, C, H] = x.shape
  const shape = outShape(x, options)
  return {
    'The channels of zeros stand before those of x; they belong behind them.': () =>
      fromElements(shape, (n, c, i, j) =>
        c < filters - C ? 0 : at(x, n, c - (filters - C), i * stride, j * stride),
      ),
    'The channels of x come again in the new channels; those are all 0.': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c % C, i * stride, j * stride)),
    'It keeps the first pixels in a row; keep every one that the stride comes to.': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c, i, j)),
    'It begins with the second pixel; begin with the first, row 0 and column 0.': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c, i * stride + 1, j * stride + 1)),
    'The stride is used for the rows only.': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c, i * stride, j)),
    'The stride is used for the columns only.': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c, i, j * stride)),
    'It takes means of neighbouring pixels; the shortcut hands on single pixels.': () =>
      fromElements(shape, (n, c, i, j) => {
        let total = 0
        for (let p = 0; p < stride; p++)
          for (let q = 0; q < stride; q++) total += at(x, n, c, i * stride + p, j * stride + q)
        return total / stride ** 2
      }),
    'Every image of the batch is the first one.': () =>
      fromElements(shape, (_n, c, i, j) => at(x, 0, c, i * stride, j * stride)),
    'Rows and columns are swapped.': () =>
      fromElements(shape, (n, c, i, j) => (j * stride < H ? at(x, n, c, j * stride, i * stride) : 0)),
  }
}

/** What shortcutBackward gives with a mistake in it. */
export function shortcutBackwardMistakes(x: Tensor, dout: Tensor, { stride, filters }: Options): Mistakes {
  const [, C] = x.shape
  const spread = (value: (n: number, c: number, i: number, j: number) => number) => () =>
    fromElements(x.shape, value)
  const hit = (k: number): boolean => k % stride === 0
  return {
    'The gradient goes to all pixels of a window; only the one that was handed on gets it.': spread(
      (n, c, i, j) => at(dout, n, c, Math.floor(i / stride), Math.floor(j / stride)),
    ),
    'The gradient is divided among the pixels of a window; the one that was handed on gets all of it.':
      spread((n, c, i, j) => at(dout, n, c, Math.floor(i / stride), Math.floor(j / stride)) / stride ** 2),
    'The gradient goes to the first pixels in a row; it belongs where the stride comes to.': spread(
      (n, c, i, j) => at(dout, n, c, i, j),
    ),
    'It takes the gradient of the last channels, which are zeros and belong to nobody; take the first C.':
      spread((n, c, i, j) => (hit(i) && hit(j) ? at(dout, n, c + filters - C, i / stride, j / stride) : 0)),
    'The gradients of the channels of zeros are added; nobody made those zeros, so their gradient goes nowhere.':
      spread((n, c, i, j) => {
        if (!hit(i) || !hit(j)) return 0
        let total = 0
        for (let f = c; f < filters; f += C) total += at(dout, n, f, i / stride, j / stride)
        return total
      }),
  }
}

const relu = (x: Tensor): Tensor => map(x, (value) => (value > 0 ? value : 0))

/** What residualForward gives with a mistake in it, from what branch and shortcut give. */
export const residualMistakes = (branch: Tensor, shortcut: Tensor): Mistakes => ({
  'The ReLU of the sum is missing.': () => add(branch, shortcut),
  'The shortcut is missing: this is the ReLU of the branch alone.': () => relu(branch),
  'The branch is missing: this is the ReLU of the shortcut alone.': () => relu(shortcut),
  'The ReLU is taken of the branch, before the sum; take it of the sum.': () => add(relu(branch), shortcut),
  'The ReLU is taken of the shortcut, before the sum; take it of the sum.': () => add(branch, relu(shortcut)),
  'The ReLU is taken of both and then they are added; add first.': () => add(relu(branch), relu(shortcut)),
  'The shortcut is subtracted; add it.': () => relu(sub(branch, shortcut)),
  'Branch and shortcut are multiplied; add them.': () => relu(mul(branch, shortcut)),
})

/** What residualBackward gives with a mistake in it, for a branch that multiplies the sum of its input by `factor`. */
export function residualBackwardMistakes(
  x: Tensor,
  factor: Tensor,
  dout: Tensor,
  { stride }: Options,
): Mistakes {
  const branch = mul(factor, sum(x))
  const isPositive = (n: number, c: number, i: number, j: number): boolean =>
    at(branch, n, c, i, j) + at(x, n, c, i * stride, j * stride) > 0
  const dsum = fromElements(dout.shape, (n, c, i, j) => (isPositive(n, c, i, j) ? at(dout, n, c, i, j) : 0))
  const throughBranch = (upstream: Tensor) => add(zeros(x.shape), sum(mul(upstream, factor)))
  const throughShortcut = (upstream: Tensor) =>
    fromElements(x.shape, (n, c, i, j) =>
      i % stride === 0 && j % stride === 0 ? at(upstream, n, c, i / stride, j / stride) : 0,
    )
  return {
    'The gradient through the shortcut is missing.': () => throughBranch(dsum),
    'The gradient through the branch is missing.': () => throughShortcut(dsum),
    'The ReLU is missing on the way back.': () => add(throughBranch(dout), throughShortcut(dout)),
    'The ReLU is missing on the way back through the shortcut.': () =>
      add(throughBranch(dsum), throughShortcut(dout)),
    'The ReLU is missing on the way back through the branch.': () =>
      add(throughBranch(dout), throughShortcut(dsum)),
    'The gradient of the shortcut is subtracted; both are added.': () =>
      sub(throughBranch(dsum), throughShortcut(dsum)),
    'The gradient is halved between branch and shortcut; each gets all of it.': () =>
      mul(add(throughBranch(dsum), throughShortcut(dsum)), 0.5),
  }
}
