import { add, map, mul, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { fromElements } from '../../../definitions/from-elements.ts'

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

/** Returns the results of mistakes in `shortcutForward`. */
export function shortcutMistakes(x: Tensor, options: Options): Mistakes {
  const { stride, filters } = options
  const [, C, H] = x.shape
  const shape = outShape(x, options)
  return {
    'shortcutForward/zeros-first': () =>
      fromElements(shape, (n, c, i, j) =>
        c < filters - C ? 0 : at(x, n, c - (filters - C), i * stride, j * stride),
      ),
    'shortcutForward/channels-again': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c % C, i * stride, j * stride)),
    'shortcutForward/first-pixels': () => fromElements(shape, (n, c, i, j) => at(x, n, c, i, j)),
    'shortcutForward/second-pixel': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c, i * stride + 1, j * stride + 1)),
    'shortcutForward/stride-rows-only': () => fromElements(shape, (n, c, i, j) => at(x, n, c, i * stride, j)),
    'shortcutForward/stride-columns-only': () =>
      fromElements(shape, (n, c, i, j) => at(x, n, c, i, j * stride)),
    'shortcutForward/means': () =>
      fromElements(shape, (n, c, i, j) => {
        let total = 0
        for (let p = 0; p < stride; p++)
          for (let q = 0; q < stride; q++) total += at(x, n, c, i * stride + p, j * stride + q)
        return total / stride ** 2
      }),
    'shortcutForward/first-image': () =>
      fromElements(shape, (_n, c, i, j) => at(x, 0, c, i * stride, j * stride)),
    'shortcutForward/rows-and-columns-swapped': () =>
      fromElements(shape, (n, c, i, j) => (j * stride < H ? at(x, n, c, j * stride, i * stride) : 0)),
  }
}

/** Returns the results of mistakes in `shortcutBackward`. */
export function shortcutBackwardMistakes(x: Tensor, dout: Tensor, { stride, filters }: Options): Mistakes {
  const [, C] = x.shape
  const spread = (value: (n: number, c: number, i: number, j: number) => number) => () =>
    fromElements(x.shape, value)
  const hit = (k: number): boolean => k % stride === 0
  return {
    'shortcutBackward/to-all-pixels': spread((n, c, i, j) =>
      at(dout, n, c, Math.floor(i / stride), Math.floor(j / stride)),
    ),
    'shortcutBackward/divided-among-pixels': spread(
      (n, c, i, j) => at(dout, n, c, Math.floor(i / stride), Math.floor(j / stride)) / stride ** 2,
    ),
    'shortcutBackward/to-first-pixels': spread((n, c, i, j) => at(dout, n, c, i, j)),
    'shortcutBackward/last-channels': spread((n, c, i, j) =>
      hit(i) && hit(j) ? at(dout, n, c + filters - C, i / stride, j / stride) : 0,
    ),
    'shortcutBackward/zeros-added': spread((n, c, i, j) => {
      if (!hit(i) || !hit(j)) return 0
      let total = 0
      for (let f = c; f < filters; f += C) total += at(dout, n, f, i / stride, j / stride)
      return total
    }),
  }
}

const relu = (x: Tensor): Tensor => map(x, (value) => (value > 0 ? value : 0))

/** Returns the results of mistakes in `residualForward`, from the outputs of branch and shortcut. */
export const residualMistakes = (branch: Tensor, shortcut: Tensor): Mistakes => ({
  'residualForward/no-relu': () => add(branch, shortcut),
  'residualForward/no-shortcut': () => relu(branch),
  'residualForward/no-branch': () => relu(shortcut),
  'residualForward/relu-of-branch': () => add(relu(branch), shortcut),
  'residualForward/relu-of-shortcut': () => add(branch, relu(shortcut)),
  'residualForward/relu-of-both': () => add(relu(branch), relu(shortcut)),
  'residualForward/subtracted': () => relu(sub(branch, shortcut)),
  'residualForward/multiplied': () => relu(mul(branch, shortcut)),
})

/**
 * Returns the results of mistakes in `residualBackward`, for a branch that multiplies the sum of its input by `factor`.
 */
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
    'residualBackward/no-shortcut': () => throughBranch(dsum),
    'residualBackward/no-branch': () => throughShortcut(dsum),
    'residualBackward/no-relu': () => add(throughBranch(dout), throughShortcut(dout)),
    'residualBackward/no-relu-to-shortcut': () => add(throughBranch(dsum), throughShortcut(dout)),
    'residualBackward/no-relu-to-branch': () => add(throughBranch(dout), throughShortcut(dsum)),
    'residualBackward/subtracted': () => sub(throughBranch(dsum), throughShortcut(dsum)),
    'residualBackward/halved': () => mul(add(throughBranch(dsum), throughShortcut(dsum)), 0.5),
  }
}
