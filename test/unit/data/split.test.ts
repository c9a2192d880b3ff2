import { fitNormalization, Split } from '#data/index.ts'
import { IMAGE_BYTES } from '#data/records.ts'
import { mean, Random, sub, tensor, variance } from '#kit/tensor/index.ts'
import { describe, expect, test } from 'vitest'

const COUNT = 60
const random = new Random(5)
const images = Uint8Array.from({ length: COUNT * IMAGE_BYTES }, () => random.integer(256))
const labels = Uint8Array.from({ length: COUNT }, () => random.integer(10))
const everything = Uint32Array.from({ length: COUNT }, (_, i) => i)

const split = (scale = false) => new Split({ images, labels }, fitNormalization(images, scale))

/** Returns the largest absolute element. */
const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('normalization', () => {
  test('the mean of every pixel becomes 0', () => {
    const { x } = split().batch(everything)
    expect(x.shape).toEqual([COUNT, 3, 32, 32])
    expect(x.dtype).toBe('float32')
    expect(largest(mean(x.astype('float64'), 0).data)).toBeLessThan(1e-5)
  })

  test('it is the plain difference of pixel and mean', () => {
    const pixels = tensor(Array.from(images)).reshape([COUNT, 3, 32, 32])
    const { x } = split().batch(everything)
    expect(largest(sub(x, sub(pixels, mean(pixels, 0))).data)).toBeLessThan(1e-4)
  })

  test('with scaling, the variance of every colour becomes 1 as well', () => {
    const { x } = split(true).batch(everything)
    const perColour = variance(x.astype('float64'), [0, 2, 3])
    expect(largest(sub(perColour, 1).data)).toBeLessThan(1e-5)
  })

  test('a colour that never changes becomes 0, not NaN', () => {
    const constant = new Uint8Array(4 * IMAGE_BYTES).fill(200)
    const { deviation } = fitNormalization(constant, true)
    expect([...deviation]).toEqual([1, 1, 1])
    const flat = new Split({ images: constant, labels: new Uint8Array(4) }, fitNormalization(constant, true))
    expect(largest(flat.batch([0, 3]).x.data)).toBe(0)
  })
})

describe('batch', () => {
  test('keeps the order of the indices, with repeats', () => {
    const whole = split(true)
    const { x, labels: chosen } = whole.batch([7, 3, 7])
    expect([...chosen]).toEqual([labels[7], labels[3], labels[7]])
    for (const [position, index] of [7, 3, 7].entries()) {
      const one = whole.batch([index]).x.data
      expect(x.data.subarray(position * IMAGE_BYTES, (position + 1) * IMAGE_BYTES)).toEqual(one)
    }
  })

  test('of nothing is empty', () => {
    expect(split().batch([]).x.shape).toEqual([0, 3, 32, 32])
  })

  test.each([[-1], [COUNT], [0.5], [Number.NaN]])('refuses the index %d', (index) => {
    expect(() => split().batch([index])).toThrow(
      new RangeError(`batch: no example ${index} in a split of 60`),
    )
  })
})

describe('subset', () => {
  test('takes the first of every class, in their order', () => {
    const sorted = Uint8Array.from({ length: COUNT }, (_, i) => Math.floor(i / 6))
    const few = new Split({ images, labels: sorted }, fitNormalization(images, false)).subset(20)
    expect([...few.labels]).toEqual([...few.labels].map((_, i) => Math.floor(i / 2)))
    for (let i = 0; i < 20; i++) {
      const from = Math.floor(i / 2) * 6 + (i % 2)
      expect(few.batch([i]).x).toEqual(split().batch([from]).x)
    }
  })

  test('of everything is everything, however uneven the classes are', () => {
    const { images: copied, labels: same } = split().subset(COUNT)
    expect(copied).toEqual(images)
    expect(same).toEqual(labels)
  })

  test('keeps the normalization that was fitted to the whole', () => {
    const whole = split()
    expect(whole.subset(10).normalization).toBe(whole.normalization)
  })

  test.each([[-1], [COUNT + 1], [1.5]])('refuses the count %d', (count) => {
    expect(() => split().subset(count)).toThrow(new RangeError(`subset: cannot take ${count} of 60 examples`))
  })
})

describe('release', () => {
  test('gives the memory back at once, also that of a split which shares it', () => {
    const own = images.slice()
    const normalization = fitNormalization(own, false)
    const first = new Split({ images: own.subarray(0, IMAGE_BYTES), labels: Uint8Array.of(1) }, normalization)
    const second = new Split({ images: own.subarray(IMAGE_BYTES), labels: labels.slice(1) }, normalization)
    const copied = second.subset(10)
    first.release()
    expect(own.buffer.byteLength).toBe(0)
    expect([first.size, first.images.length, second.images.length]).toEqual([1, 0, 0])
    expect(() => second.batch([0])).toThrow(TypeError)
    expect(copied.batch([0]).x.shape).toEqual([1, 3, 32, 32])
  })
})
