import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchesOf } from '#kit/layers/index.ts'
import { identityFilters, whiteningFilters } from '#kit/network/index.ts'
import { mul, randn, Random, tensor, type Tensor } from '#kit/tensor/index.ts'
import * as identity from '../../../solutions/6-cifar10/identity-filters.ts'
import * as whitening from '../../../solutions/6-cifar10/whitening-filters.ts'

const side = fc.integer({ min: 1, max: 4 })
const dtypes = fc.constantFrom('float32' as const, 'float64' as const)

test('patches overlap, and their numbers stand in the order of a filter', () => {
  const images = tensor([
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [10, 20, 30],
        [40, 50, 60],
      ],
    ],
  ])
  expect(patchesOf(images, 2)).toEqual(
    tensor([
      [1, 2, 4, 5, 10, 20, 40, 50],
      [2, 3, 5, 6, 20, 30, 50, 60],
    ]),
  )
})

test('patches that do not fit are refused', () => {
  expect(() => patchesOf(tensor([[[[1, 2]]]]), 2)).toThrow(
    'patchesOf: patches of 2 x 2 do not fit into images of shape (1, 1, 1, 2)',
  )
})

test('the whitening filters of the kit are those of Part 6', () => {
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 2 }), dtypes, fc.nat(), (N, C, size, dtype, seed) => {
      const images = randn([N, C, size + 3, size + 4], { random: new Random(seed), dtype })
      const [fast, plain] = [whiteningFilters, whitening.whiteningFilters].map((fit) =>
        fit(images, size, { epsilon: 1e-2 }),
      )
      expect([fast.shape, fast.dtype]).toEqual([plain.shape, dtype])
      for (const [i, product] of overlaps(fast, plain).entries())
        expect(Math.abs(product)).toBeCloseTo(overlaps(plain, plain)[i], dtype === 'float32' ? 1 : 5)
    }),
    { numRuns: 40 },
  )
})

/** The product of each filter with the one in the same place. The sign of an eigenvector is arbitrary. */
const overlaps = (a: Tensor, b: Tensor): number[] => {
  const products = mul(a, b).data
  const each = products.length / a.shape[0]
  return Array.from({ length: a.shape[0] }, (_, f) =>
    Array.from(products.subarray(f * each, (f + 1) * each)).reduce((sum, value) => sum + value, 0),
  )
}

test('the identity filters of the kit are those of Part 6', () => {
  fc.assert(
    fc.property(side, side, side, side, dtypes, (F, C, HH, WW, dtype) => {
      const w = randn([F, C, HH, WW], { random: new Random(F), dtype })
      expect(identityFilters(w)).toEqual(identity.identityFilters(w))
    }),
  )
})
