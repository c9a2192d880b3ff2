import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as fast from '#kit/layers/index.ts'
import { map, tensor, type Tensor } from '#kit/tensor/index.ts'
import * as plain from '../../../solutions/4-convolution/max-pool.ts'
import { draw, poolings } from './cases.ts'

/** Returns the output and the gradient of one implementation. */
function run(
  { maxPoolForward, maxPoolBackward }: typeof fast | typeof plain,
  [x, dout]: Tensor[],
  options: fast.PoolOptions,
): Record<'out' | 'dx', Tensor> {
  const { out, cache } = maxPoolForward(x, options)
  return { out, ...maxPoolBackward(dout, cache as never) }
}

test.for(['float64', 'float32'] as const)(
  'fast max pooling is the plain one to the last bit, ties included, in %s',
  (dtype) => {
    fc.assert(
      fc.property(poolings, fc.boolean(), ({ shapes, options, seed }, ties) => {
        const [x, dout] = draw(shapes, seed, dtype)
        const inputs = [ties ? map(x, (value) => Math.round(value)) : x, dout]
        const actual = run(fast, inputs, options)
        expect(actual).toEqual(run(plain, inputs, options))
        expect(actual.out.dtype).toBe(dtype)
      }),
      { numRuns: 300 },
    )
  },
)

test('of equal maxima the first one gets the gradient', () => {
  const x = tensor([
    [
      [
        [3, 7],
        [7, 7],
      ],
    ],
  ])
  const options = { poolHeight: 2, poolWidth: 2, stride: 2 }
  const { dx } = run(fast, [x, tensor([[[[5]]]])], options)
  expect(dx.toNested()).toEqual([
    [
      [
        [0, 5],
        [0, 0],
      ],
    ],
  ])
})

test('sizes that do not fit are the same error from both, and it names them', () => {
  const [x] = draw([[1, 2, 5, 6]], 0)
  for (const { maxPoolForward } of [fast, plain]) {
    expect(() => maxPoolForward(x, { poolHeight: 2, poolWidth: 3, stride: 2 })).toThrow(
      new RangeError(
        'a 2 x 3 pooling window with stride 2 and pad 0 does not fit an input of 5 x 6: the output would have 2.5 rows and 2.5 columns',
      ),
    )
    expect(() => maxPoolForward(x, { poolHeight: 6, poolWidth: 2, stride: 1 })).toThrow(/would have 0 rows/)
    expect(() => maxPoolForward(x, { poolHeight: 0, poolWidth: 2, stride: 1 })).toThrow(/is not possible/)
    expect(() => maxPoolForward(x.reshape([2, 5, 6]), { poolHeight: 1, poolWidth: 1, stride: 1 })).toThrow(
      /must have four axes/,
    )
  }
})
