import { expect, test } from 'vitest'
import { addBorder, removeBorder } from '#kit/layers/border.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { sum, tensor } from '#kit/tensor/index.ts'
import { draw } from './cases.ts'

test('a border of zeros is put around every image, and cut off again', () => {
  const x = tensor([[[[1, 2]], [[3, 4]]]])
  expect(addBorder(x, 1).toNested()).toEqual([
    [
      [
        [0, 0, 0, 0],
        [0, 1, 2, 0],
        [0, 0, 0, 0],
      ],
      [
        [0, 0, 0, 0],
        [0, 3, 4, 0],
        [0, 0, 0, 0],
      ],
    ],
  ])
  for (const width of [0, 1, 2]) {
    const [images] = draw([[2, 3, 4, 5]], width)
    const bordered = addBorder(images, width)
    expect(bordered.shape).toEqual([2, 3, 4 + 2 * width, 5 + 2 * width])
    expect(sum(bordered)).toBeCloseTo(sum(images), 12)
    expect(removeBorder(bordered, width)).toEqual(images)
  }
})

test('offsetOf finds an element', () => {
  const [x] = draw([[2, 3, 4, 5]], 7)
  const nested = x.toNested() as number[][][][]
  expect(x.data[offsetOf(x, 1, 2, 3, 4)]).toBe(nested[1][2][3][4])
  expect(x.data[offsetOf(x, 1, 0, 2, 1)]).toBe(nested[1][0][2][1])
})
