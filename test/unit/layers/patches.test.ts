import { expect, test } from 'vitest'
import { patchesOf } from '#kit/layers/index.ts'
import { tensor } from '#kit/tensor/index.ts'

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
