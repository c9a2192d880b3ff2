import { expect, test } from 'vitest'
import { accuracy, type Examples } from '#kit/solver/index.ts'
import { Tensor } from '#kit/tensor/index.ts'

/** Seven examples with scores (number, 3.5). The second class is correct up to number 2, the first from then on. */
const examples: Examples = {
  size: 7,
  batch: (indices) => ({
    x: new Tensor(Float64Array.from(Array.from(indices).flatMap((n) => [n, 3.5])), [indices.length, 2]),
    labels: Uint8Array.from(indices, (n) => (n < 3 ? 1 : 0)),
  }),
}
const model = { scores: (x: Tensor) => x }

test.each([1, 3, 7, 100])('is the same whatever the batch size (%i)', (batchSize) => {
  // Number 3 scores (3, 3.5), so class 1 wins although class 0 is right.
  expect(accuracy(model, examples, batchSize)).toBe(6 / 7)
})

test('is 1 when everything is right', () => {
  expect(
    accuracy(
      {
        scores: (x) =>
          new Tensor(
            x.data.map((v) => (v === 3 ? 4 : v)),
            x.shape,
          ),
      },
      examples,
    ),
  ).toBe(1)
})
