import { offsetOf } from '#kit/layers/offset-of.ts'
import { add, div, full, map, mul, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../../index.ts'
import { type ConvCase } from '../../../cases/images.ts'
import { definedConv } from '../../../definitions/convolution.ts'
import { fromElements } from '../../../definitions/from-elements.ts'
import { rowsAndColumnsSwapped, masked, products, reversed, type FilterSteps } from './products.ts'

/** Returns what is known about a convolution, to explain a wrong one by name. */
export const convContext = (one: ConvCase): Context => ({
  terms: { 'the bias': one.b.reshape([-1, 1, 1]) },
  mistakes: convMistakes(one),
})

/** Returns the results of mistakes in the forward pass of a convolution, by their causes. */
function convMistakes(one: ConvCase): Record<string, () => Tensor> {
  const { x, w, b, dout, options } = one
  const [, C] = x.shape
  const [F, , height, width] = w.shape
  const right = (): Tensor => definedConv(x, w, b, options)
  const withBias = (out: Tensor, bias: Tensor): Tensor => add(out, bias.reshape([-1, 1, 1]))
  const moving = (steps: Partial<FilterSteps>) => () => convWith(one, steps)
  const filtered = (filters: () => Tensor) => () => convWith({ ...one, w: filters() })
  const using = (isUsed: (f: number, c: number, p: number, q: number) => boolean) =>
    filtered(() => masked(w, isUsed))
  const biased = (bias: () => Tensor) => () => convWith({ ...one, b: bias() })
  return {
    'convForward/filter-flipped': filtered(() => reversed(w, { rows: true, columns: true })),
    'convForward/filter-rows-backwards': filtered(() => reversed(w, { rows: true })),
    'convForward/filter-columns-backwards': filtered(() => reversed(w, { columns: true })),
    'convForward/filter-by-columns': filtered(() =>
      fromElements(w.shape, (f, c, p, q) => w.data[offsetOf(w, f, c, 0, 0) + q * height + p]),
    ),
    'convForward/filter-square': using((_f, _c, _p, q) => q < height),
    'convForward/filter-last-row': using((_f, _c, p) => p < height - 1),
    'convForward/filter-last-column': using((_f, _c, _p, q) => q < width - 1),
    'convForward/first-channel-only': using((_, c) => c === 0),
    'convForward/first-channel-of-filter': filtered(() =>
      fromElements(w.shape, (f, _, p, q) => w.data[offsetOf(w, f, 0, p, q)]),
    ),
    'convForward/first-filter-only': filtered(() =>
      fromElements(w.shape, (_, c, p, q) => w.data[offsetOf(w, 0, c, p, q)]),
    ),
    'convForward/last-product-only': () => {
      const last = masked(w, (_, c, p, q) => c === C - 1 && p === height - 1 && q === width - 1)
      return convWith({ ...one, w: last, b: zeros([F]) })
    },
    'convForward/averaged': () => withBias(div(convWith({ ...one, b: zeros([F]) }), C * height * width), b),
    'convForward/bias-subtracted': biased(() => mul(b, -1)),
    'convForward/bias-per-channel': biased(() => mul(b, C)),
    'convForward/bias-per-product': biased(() => mul(b, C * height * width)),
    'convForward/bias-of-first-filter': biased(() => full([F], b.data[0])),
    'convForward/bias-by-image': () =>
      add(
        convWith({ ...one, b: zeros([F]) }),
        fromElements([dout.shape[0], 1, 1, 1], (n) => b.data[n]),
      ),
    'convForward/stride-ignored': moving({ down: 1, right: 1 }),
    'convForward/stride-only-down': moving({
      right: 1,
    }),
    'convForward/stride-only-right': moving({
      down: 1,
    }),
    'convForward/border-below-and-right': moving({
      top: 0,
      left: 0,
    }),
    'convForward/border-above-and-left': moving({
      top: 2 * options.pad,
      left: 2 * options.pad,
    }),
    'convForward/border-always-one': moving({ top: 1, left: 1 }),
    'convForward/border-of-ones': () => convWith({ ...one, x: sub(x, 1), b: add(b, sum(w, [1, 2, 3])) }),
    'convForward/relu': () => map(right(), (value) => Math.max(0, value)),
    'convForward/rows-and-columns-swapped': () => rowsAndColumnsSwapped(right()),
  }
}

/** Computes a convolution whose filters move differently. */
function convWith(one: ConvCase, steps: Partial<FilterSteps> = {}): Tensor {
  const out = zeros(one.dout.shape)
  for (const [place, pixel, weight] of products(one, steps)) {
    out.data[place] += one.x.data[pixel] * one.w.data[weight]
  }
  return add(out, one.b.reshape([-1, 1, 1]))
}
