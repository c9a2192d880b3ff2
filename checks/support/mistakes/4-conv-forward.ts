import { offsetOf } from '#kit/layers/offset-of.ts'
import { add, div, full, map, mul, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../explain/index.ts'
import { definedConv, fromElements, type ConvCase } from '../images.ts'
import { crossed, only, products, reversed, type Moves } from './4-products.ts'

/** What is known of a convolution, to explain a wrong one by name. */
export const convContext = (one: ConvCase): Context => ({
  terms: { 'the bias': one.b.reshape([-1, 1, 1]) },
  mistakes: convMistakes(one),
})

/** What mistakes in the forward pass of a convolution give, by the sentences that name them. */
function convMistakes(one: ConvCase): Record<string, () => Tensor> {
  const { x, w, b, dout, options } = one
  const [, C] = x.shape
  const [F, , height, width] = w.shape
  const right = (): Tensor => definedConv(x, w, b, options)
  const withBias = (out: Tensor, bias: Tensor): Tensor => add(out, bias.reshape([-1, 1, 1]))
  const moving = (moves: Partial<Moves>) => () => convWith(one, moves)
  const filtered = (filters: () => Tensor) => () => convWith({ ...one, w: filters() })
  const using = (isUsed: (f: number, c: number, p: number, q: number) => boolean) =>
    filtered(() => only(w, isUsed))
  const biased = (bias: () => Tensor) => () => convWith({ ...one, b: bias() })
  return {
    'The filter is flipped: both rows and columns of the filter run backwards. Its row p belongs on row p of the window.':
      filtered(() => reversed(w, { rows: true, columns: true })),
    'The rows of the filter run backwards: its row p belongs on row p of the window.': filtered(() =>
      reversed(w, { rows: true }),
    ),
    'The columns of the filter run backwards: its column q belongs on column q of the window.': filtered(() =>
      reversed(w, { columns: true }),
    ),
    'The filter is read column by column, but its numbers stand row by row.': filtered(() =>
      fromElements(w.shape, (f, c, p, q) => w.data[offsetOf(w, f, c, 0, 0) + q * height + p]),
    ),
    'The filter is taken to be square, as wide as it is high.': using((_f, _c, _p, q) => q < height),
    'The last row of the filter is left out.': using((_f, _c, p) => p < height - 1),
    'The last column of the filter is left out.': using((_f, _c, _p, q) => q < width - 1),
    'Only the first channel is looked at, but the products of all channels belong in the sum.': using(
      (_, c) => c === 0,
    ),
    'Every channel is multiplied by the part of the filter that is for the first channel.': filtered(() =>
      fromElements(w.shape, (f, _, p, q) => w.data[offsetOf(w, f, 0, p, q)]),
    ),
    'The first filter is used for all channels of the output, but each has its own.': filtered(() =>
      fromElements(w.shape, (_, c, p, q) => w.data[offsetOf(w, 0, c, p, q)]),
    ),
    'Each output is the last product alone: add up all products, and the bias.': () => {
      const last = only(w, (_, c, p, q) => c === C - 1 && p === height - 1 && q === width - 1)
      return convWith({ ...one, w: last, b: zeros([F]) })
    },
    'The products are averaged, but they should be added up.': () =>
      withBias(div(convWith({ ...one, b: zeros([F]) }), C * height * width), b),
    'The bias is subtracted, but it should be added.': biased(() => mul(b, -1)),
    'The bias is added once for every channel: start each sum with it, outside the loop over channels.':
      biased(() => mul(b, C)),
    'The bias is added with every product: start each sum with it, outside the loops.': biased(() =>
      mul(b, C * height * width),
    ),
    'Every filter gets the first bias, but each has its own: b[f].': biased(() => full([F], b.data[0])),
    'The bias is chosen by the image, but each filter has its own: b[f].': () =>
      add(
        convWith({ ...one, b: zeros([F]) }),
        fromElements([dout.shape[0], 1, 1, 1], (n) => b.data[n]),
      ),
    'The stride is ignored: this is what stride 1 gives.': moving({ down: 1, right: 1 }),
    'The stride moves the filter only downwards; it should move it to the right as well.': moving({
      right: 1,
    }),
    'The stride moves the filter only to the right; it should move it downwards as well.': moving({
      down: 1,
    }),
    'The zeros lie only below and to the right of the image: put the border on every side.': moving({
      top: 0,
      left: 0,
    }),
    'The zeros lie only above and to the left of the image: put the border on every side.': moving({
      top: 2 * options.pad,
      left: 2 * options.pad,
    }),
    'The border is always 1 wide, but options.pad says how wide it is.': moving({ top: 1, left: 1 }),
    'The border is made of ones, but it should be made of zeros.': () =>
      convWith({ ...one, x: sub(x, 1), b: add(b, sum(w, [1, 2, 3])) }),
    'Negative numbers are cut off, but the ReLU is a layer of its own.': () =>
      map(right(), (value) => Math.max(0, value)),
    'Rows and columns of out are swapped: out[n, f, i, j] comes of row i · stride and column j · stride of the image.':
      () => crossed(right()),
  }
}

/** The convolution whose filters move in another way. */
function convWith(one: ConvCase, moves: Partial<Moves> = {}): Tensor {
  const out = zeros(one.dout.shape)
  for (const [place, pixel, weight] of products(one, moves)) {
    out.data[place] += one.x.data[pixel] * one.w.data[weight]
  }
  return add(out, one.b.reshape([-1, 1, 1]))
}
