import { offsetOf } from '#kit/layers/offset-of.ts'
import { sum, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../explain/index.ts'
import { fromElements, type ConvCase } from '../images.ts'
import { only, products, reversed, type Moves } from './4-products.ts'

type Mistakes = Record<string, () => Tensor>

/** What is known of the gradients of a convolution, to explain wrong ones by name. */
export function convGradientContexts(one: ConvCase): Record<'dx' | 'dw' | 'db', Context> {
  const { w, dout } = one
  const [N, F, outHeight, outWidth] = dout.shape
  const [, C, height] = w.shape
  const constants = {
    N,
    'outHeight · outWidth': outHeight * outWidth,
    'N · outHeight · outWidth': N * outHeight * outWidth,
  }
  const upstream = (isUsed: (n: number, f: number, i: number, j: number) => boolean): ConvCase => ({
    ...one,
    dout: only(dout, isUsed),
  })
  const inBoth = (gradient: (changed: ConvCase) => Tensor): Mistakes => ({
    'The last column of dout is left out.': () => gradient(upstream((_n, _f, _i, j) => j < outWidth - 1)),
    'The last row of dout is left out.': () => gradient(upstream((_n, _f, i) => i < outHeight - 1)),
    'Row and column are swapped where dout is read.': () =>
      gradient({
        ...one,
        dout: fromElements(dout.shape, (n, f, i, j) => dout.data[offsetOf(dout, n, f, j, i)]),
      }),
  })
  const dx: Mistakes = {
    'dx is overwritten where windows overlap: a pixel gets the gradients of all windows that it lies in.':
      () => dxOf(one, {}, (_, latest) => latest),
    'dx ignores the stride: this is what stride 1 gives.': () => dxOf(one, { down: 1, right: 1 }),
    'dx has the stride only downwards; the filter moves to the right by it as well.': () =>
      dxOf(one, { right: 1 }),
    'dx has the stride only to the right; the filter moves downwards by it as well.': () =>
      dxOf(one, { down: 1 }),
    'dx meets the filter backwards: use weight (p, q) where the forward pass used it.': () =>
      dxOf({ ...one, w: reversed(w, { rows: true, columns: true }) }),
    'dx comes of the first filter alone: every filter looks at every pixel, so add up over the filters.':
      () => dxOf(upstream((_, f) => f === 0)),
    'dx is 0 in every channel but the first.': () => dxOf({ ...one, w: only(w, (_, c) => c === 0) }),
    'dx leaves out the last row of the filter.': () =>
      dxOf({ ...one, w: only(w, (_f, _c, p) => p < height - 1) }),
    'dx takes the filter to be square, as wide as it is high.': () =>
      dxOf({ ...one, w: only(w, (_f, _c, _p, q) => q < height) }),
    'dx is cut out of the wrong place: the border goes off on every side.': () =>
      dxOf(one, { top: 0, left: 0 }),
    ...inBoth(dxOf),
  }
  const dw: Mistakes = {
    'dw is overwritten by every window: a weight gets the gradients of all windows of all images.': () =>
      dwOf(one, {}, (_, latest) => latest),
    'dw ignores the stride: this is what stride 1 gives.': () => dwOf(one, { down: 1, right: 1 }),
    'dw has the stride only downwards; the filter moves to the right by it as well.': () =>
      dwOf(one, { right: 1 }),
    'dw has the stride only to the right; the filter moves downwards by it as well.': () =>
      dwOf(one, { down: 1 }),
    'dw has its rows and columns backwards: weight (p, q) meets row p and column q of the window.': () =>
      reversed(dwOf(one), { rows: true, columns: true }),
    'dw comes of the first image alone: add up over the images.': () => dwOf(upstream((n) => n === 0)),
    'dw is 0 for every filter but the first.': () => dwOf(upstream((_, f) => f === 0)),
    'dw is 0 for every channel but the first.': () => only(dwOf(one), (_, c) => c === 0),
    'dw takes the filter to be square, as wide as it is high.': () =>
      only(dwOf(one), (_f, _c, _p, q) => q < height),
    ...inBoth(dwOf),
  }
  const db: Mistakes = {
    'db comes of the first image alone: add up over the images.': () =>
      sum(
        only(dout, (n) => n === 0),
        [0, 2, 3],
      ),
    ...(N === F && {
      'db is summed over the filters, but it has one element for each: sum over images, rows and columns.':
        () => sum(dout, [1, 2, 3]),
    }),
  }
  return {
    dx: { constants: { ...constants, C, F }, mistakes: dx },
    dw: { constants, mistakes: dw },
    db: { constants, mistakes: db },
  }
}

const added = (total: number, latest: number): number => total + latest

function dxOf(one: ConvCase, moves: Partial<Moves> = {}, put = added): Tensor {
  const dx = zerosLike(one.x)
  for (const [place, pixel, weight] of products(one, moves)) {
    dx.data[pixel] = put(dx.data[pixel], one.dout.data[place] * one.w.data[weight])
  }
  return dx
}

function dwOf(one: ConvCase, moves: Partial<Moves> = {}, put = added): Tensor {
  const dw = zerosLike(one.w)
  for (const [place, pixel, weight] of products(one, moves)) {
    dw.data[weight] = put(dw.data[weight], one.dout.data[place] * one.x.data[pixel])
  }
  return dw
}
