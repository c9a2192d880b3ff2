import { expect, test } from 'vitest'
import { smoothedSoftmaxLoss } from '#kit/layers/index.ts'
import { Random, randn, tensor } from '#kit/tensor/index.ts'
import { softmaxLoss } from '../../../solutions/1-fully-connected/losses.ts'

const scores = randn([4, 5], { random: new Random(1), scale: 2 })
const labels = [0, 4, 2, 2]

test('without smoothing it is the softmax loss', () => {
  const { loss, dscores } = smoothedSoftmaxLoss(scores, labels, 0)
  const expected = softmaxLoss(scores, labels)
  expect(loss).toBeCloseTo(expected.loss, 13)
  dscores.data.forEach((value, i) => expect(value).toBeCloseTo(expected.dscores.data[i], 13))
})

test('by hand: with two classes and smoothing 0.2 the right one should get 0.9', () => {
  const even = smoothedSoftmaxLoss(tensor([[0, 0]]), [1], 0.2)
  expect(even.loss).toBeCloseTo(Math.log(2), 13)
  even.dscores.data.forEach((value, c) => expect(value).toBeCloseTo([0.4, -0.4][c], 13))
  // The smallest loss is not 0 but the entropy of the targets, at scores log 9 apart.
  const least = smoothedSoftmaxLoss(tensor([[0, Math.log(9)]]), [1], 0.2)
  expect(least.loss).toBeCloseTo(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 13)
  least.dscores.data.forEach((value) => expect(value).toBeCloseTo(0, 13))
})

test.each([0, 0.1, 0.6])('the gradient is that of the loss, with smoothing %d', (smoothing) => {
  const { dscores } = smoothedSoftmaxLoss(scores, labels, smoothing)
  const h = 1e-5
  for (let i = 0; i < scores.size; i++) {
    const lossAt = (offset: number) => {
      const moved = scores.clone()
      moved.data[i] += offset
      return smoothedSoftmaxLoss(moved, labels, smoothing).loss
    }
    expect((lossAt(h) - lossAt(-h)) / (2 * h)).toBeCloseTo(dscores.data[i], 9)
  }
})

test('stays finite for scores of any size', () => {
  for (const smoothing of [0, 0.1]) {
    const { loss, dscores } = smoothedSoftmaxLoss(tensor([[1e5, -1e5]]), [0], smoothing)
    expect(loss).toBeCloseTo(smoothing * 1e5, 6)
    expect(dscores.data.every(Number.isFinite)).toBe(true)
  }
  expect(smoothedSoftmaxLoss(tensor([[0, -Infinity]]), [0], 0).loss).toBe(0)
})
