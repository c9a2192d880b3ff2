import { offsetOf } from '#kit/layers/offset-of.ts'
import { sum, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../../index.ts'
import { type ConvCase } from '../../../cases/images.ts'
import { fromElements } from '../../../definitions/from-elements.ts'
import { masked, products, reversed, type FilterSteps } from './products.ts'

type Mistakes = Record<string, () => Tensor>

/** Returns what is known about the gradients of a convolution, to explain wrong ones by name. */
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
    dout: masked(dout, isUsed),
  })
  const inBoth = (gradient: (changed: ConvCase) => Tensor): Mistakes => ({
    'convBackward/dout-last-column': () => gradient(upstream((_n, _f, _i, j) => j < outWidth - 1)),
    'convBackward/dout-last-row': () => gradient(upstream((_n, _f, i) => i < outHeight - 1)),
    'convBackward/dout-swapped': () =>
      gradient({
        ...one,
        dout: fromElements(dout.shape, (n, f, i, j) => dout.data[offsetOf(dout, n, f, j, i)]),
      }),
  })
  const dx: Mistakes = {
    'convBackward/dx-overwritten': () => dxOf(one, {}, (_, latest) => latest),
    'convBackward/dx-stride-ignored': () => dxOf(one, { down: 1, right: 1 }),
    'convBackward/dx-stride-only-down': () => dxOf(one, { right: 1 }),
    'convBackward/dx-stride-only-right': () => dxOf(one, { down: 1 }),
    'convBackward/dx-filter-backwards': () => dxOf({ ...one, w: reversed(w, { rows: true, columns: true }) }),
    'convBackward/dx-first-filter': () => dxOf(upstream((_, f) => f === 0)),
    'convBackward/dx-first-channel': () => dxOf({ ...one, w: masked(w, (_, c) => c === 0) }),
    'convBackward/dx-last-filter-row': () => dxOf({ ...one, w: masked(w, (_f, _c, p) => p < height - 1) }),
    'convBackward/dx-square-filter': () => dxOf({ ...one, w: masked(w, (_f, _c, _p, q) => q < height) }),
    'convBackward/dx-border-from-wrong-place': () => dxOf(one, { top: 0, left: 0 }),
    ...inBoth(dxOf),
  }
  const dw: Mistakes = {
    'convBackward/dw-overwritten': () => dwOf(one, {}, (_, latest) => latest),
    'convBackward/dw-stride-ignored': () => dwOf(one, { down: 1, right: 1 }),
    'convBackward/dw-stride-only-down': () => dwOf(one, { right: 1 }),
    'convBackward/dw-stride-only-right': () => dwOf(one, { down: 1 }),
    'convBackward/dw-backwards': () => reversed(dwOf(one), { rows: true, columns: true }),
    'convBackward/dw-first-image': () => dwOf(upstream((n) => n === 0)),
    'convBackward/dw-first-filter': () => dwOf(upstream((_, f) => f === 0)),
    'convBackward/dw-first-channel': () => masked(dwOf(one), (_, c) => c === 0),
    'convBackward/dw-square-filter': () => masked(dwOf(one), (_f, _c, _p, q) => q < height),
    ...inBoth(dwOf),
  }
  const db: Mistakes = {
    'convBackward/db-first-image': () =>
      sum(
        masked(dout, (n) => n === 0),
        [0, 2, 3],
      ),
    ...(N === F && {
      'convBackward/db-over-filters': () => sum(dout, [1, 2, 3]),
    }),
  }
  return {
    dx: { constants: { ...constants, C, F }, mistakes: dx },
    dw: { constants, mistakes: dw },
    db: { constants, mistakes: db },
  }
}

const added = (total: number, latest: number): number => total + latest

function dxOf(one: ConvCase, steps: Partial<FilterSteps> = {}, put = added): Tensor {
  const dx = zerosLike(one.x)
  for (const [place, pixel, weight] of products(one, steps)) {
    dx.data[pixel] = put(dx.data[pixel], one.dout.data[place] * one.w.data[weight])
  }
  return dx
}

function dwOf(one: ConvCase, steps: Partial<FilterSteps> = {}, put = added): Tensor {
  const dw = zerosLike(one.w)
  for (const [place, pixel, weight] of products(one, steps)) {
    dw.data[weight] = put(dw.data[weight], one.dout.data[place] * one.x.data[pixel])
  }
  return dw
}
