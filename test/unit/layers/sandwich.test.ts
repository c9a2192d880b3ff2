import { expect, test } from 'vitest'
import {
  affineReluBackward,
  affineReluForward,
  batchnormBackward,
  batchnormForward,
  convBackward,
  convBatchnormReluBackward,
  convBatchnormReluForward,
  convForward,
  convPoolBackward,
  convPoolForward,
  convReluBackward,
  convReluForward,
  convReluPoolBackward,
  convReluPoolForward,
  maxPoolBackward,
  maxPoolForward,
} from '#kit/layers/index.ts'
import {
  affineBackward,
  affineForward,
  reluBackward,
  reluForward,
} from '../../../solutions/1-fully-connected/layers.ts'
import { draw, relativeError } from './cases.ts'

const padded = { stride: 1, pad: 1 }
const pool = { poolHeight: 2, poolWidth: 3, stride: 2 }

test('affineRelu is affine, then ReLU', () => {
  const [x, w, b, dout] = draw([[3, 2, 4], [8, 5], [5], [3, 5]], 1)
  const affine = affineForward(x, w, b)
  const relu = reluForward(affine.out)
  const { out, cache } = affineReluForward(x, w, b)
  expect(out).toEqual(relu.out)
  const expected = affineBackward(reluBackward(dout, relu.cache).dx, affine.cache)
  expect(affineReluBackward(dout, cache)).toEqual(expected)
})

test.each([
  ['directly', [[2, 3, 5, 6], [4, 3, 3, 2], [4], [2, 4, 5, 7]], 'float64'],
  ["by Winograd's minimal filtering", [[3, 16, 5, 6], [20, 16, 3, 3], [20], [3, 20, 5, 6]], 'float32'],
] as const)('convRelu is a convolution, then ReLU, %s', (_, shapes, dtype) => {
  const [x, w, b, dout] = draw(shapes, 2, dtype)
  const conv = convForward(x, w, b, padded)
  const relu = reluForward(conv.out)
  const { out, cache } = convReluForward(x, w, b, padded)
  expect(out).toEqual(relu.out)
  const expected = convBackward(reluBackward(dout, relu.cache).dx, conv.cache)
  expect(convReluBackward(dout, cache)).toEqual(expected)
})

const pooledConvolutions = [
  {
    method: 'row by row',
    shapes: [[3, 3, 6, 7], [4, 3, 3, 3], [4], [3, 4, 3, 3]],
    options: padded,
    dtype: 'float64',
  },
  {
    method: 'with a stride',
    shapes: [[2, 2, 9, 12], [5, 2, 4, 5], [5], [2, 5, 2, 2]],
    options: { stride: 2, pad: 1, padEnd: 0 },
    dtype: 'float32',
  },
  {
    method: "by Winograd's minimal filtering",
    shapes: [[3, 16, 6, 7], [20, 16, 3, 3], [20], [3, 20, 3, 3]],
    options: padded,
    dtype: 'float32',
  },
] as const
test.each(pooledConvolutions)(
  'convReluPool is a convolution, then ReLU, then max pooling, $method',
  (given) => {
    const { shapes, options, dtype } = given
    const [x, w, b, dout] = draw(shapes, 3, dtype)
    const conv = convForward(x, w, b, options)
    const relu = reluForward(conv.out)
    const pooled = maxPoolForward(relu.out, pool)
    const { out, cache } = convReluPoolForward(x, w, b, options, pool)
    expect(out).toEqual(pooled.out)
    const dRelu = maxPoolBackward(dout, pooled.cache).dx
    const expected = convBackward(reluBackward(dRelu, relu.cache).dx, conv.cache)
    const { dx, dw, db } = convReluPoolBackward(dout, cache)
    expect({ dx, dw }).toEqual({ dx: expected.dx, dw: expected.dw })
    // The sums are added in a different order.
    const rounding = dtype === 'float32' ? 1e-5 : 1e-13
    expect(relativeError(db, expected.db)).toBeLessThan(rounding)
    const parameters = convReluPoolBackward(dout, cache, { dx: false })
    expect(parameters.dx).toBeUndefined()
    expect(relativeError(parameters.dw, expected.dw)).toBeLessThan(rounding)
    expect(relativeError(parameters.db, expected.db)).toBeLessThan(rounding)
  },
)

test.each(pooledConvolutions)('convPool is a convolution, then max pooling, $method', (given) => {
  const { shapes, options, dtype } = given
  const [x, w, b, dout] = draw(shapes, 6, dtype)
  const conv = convForward(x, w, b, options)
  const pooled = maxPoolForward(conv.out, pool)
  const { out, cache } = convPoolForward(x, w, b, options, pool)
  expect(out).toEqual(pooled.out)
  // Without a ReLU, some maxima are negative, and have gradients as well.
  expect(Math.min(...out.data)).toBeLessThan(0)
  const expected = convBackward(maxPoolBackward(dout, pooled.cache).dx, conv.cache)
  const { dx, dw, db } = convPoolBackward(dout, cache)
  expect({ dx, dw }).toEqual({ dx: expected.dx, dw: expected.dw })
  // The sums are added in a different order.
  const rounding = dtype === 'float32' ? 1e-5 : 1e-13
  expect(relativeError(db, expected.db)).toBeLessThan(rounding)
  const parameters = convPoolBackward(dout, cache, { dx: false })
  expect(parameters.dx).toBeUndefined()
  expect(relativeError(parameters.dw, expected.dw)).toBeLessThan(rounding)
})

test('convBatchnormRelu is a convolution, then batch normalization, then ReLU', () => {
  const [x, w, b, gamma, beta, dout] = draw([[2, 3, 5, 6], [4, 3, 3, 2], [4], [4], [4], [2, 4, 5, 7]], 4)
  const conv = convForward(x, w, b, padded)
  const norm = batchnormForward(conv.out, gamma, beta, { mode: 'train' })
  const relu = reluForward(norm.out)
  const { out, cache } = convBatchnormReluForward(x, w, b, gamma, beta, padded, { mode: 'train' })
  expect(out).toEqual(relu.out)
  const { dx, ...gradients } = batchnormBackward(reluBackward(dout, relu.cache).dx, norm.cache)
  const expected = { ...convBackward(dx, conv.cache), ...gradients }
  expect(convBatchnormReluBackward(dout, cache)).toEqual(expected)
  const { dx: _, ...parameters } = convBatchnormReluBackward(dout, cache, { dx: false })
  for (const name of ['dw', 'db', 'dgamma', 'dbeta'] as const) {
    expect(relativeError(parameters[name], expected[name]), `${name}`).toBeLessThan(1e-12)
  }
})
