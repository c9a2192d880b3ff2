import { expect, test } from 'vitest'
import { mirrored, withMirrorImages } from '#kit/solver/index.ts'
import { Random, randn, sum, tensor, type Tensor } from '#kit/tensor/index.ts'

const images = randn([2, 3, 4, 5], { random: new Random(1) })

test('left and right are exchanged, row by row', () => {
  expect(mirrored(tensor([[[[1, 2, 3], [4, 5, 6]]]])).toNested()).toEqual([[[[3, 2, 1], [6, 5, 4]]]]) // prettier-ignore
})

test('mirrored twice is as it was', () => {
  expect(mirrored(mirrored(images))).toEqual(images)
  expect(mirrored(images)).not.toEqual(images)
})

test('scores with mirror images are the mean of both, the same for an image and its mirror image', () => {
  const leftHalf = (x: Tensor) => {
    const out = x.data.map((value, i) => (i % 5 < 2 ? value * (i + 1) : 0))
    return sum(tensor([...out]).reshape([2, 60]), 1, { keepDims: true })
  }
  const { scores } = withMirrorImages({ scores: leftHalf })
  const [one, other] = [leftHalf(images), leftHalf(mirrored(images))]
  expect(one).not.toEqual(other)
  expect(scores(images).data).toEqual(one.data.map((score, n) => (score + other.data[n]) / 2))
  expect(scores(mirrored(images))).toEqual(scores(images))
})
