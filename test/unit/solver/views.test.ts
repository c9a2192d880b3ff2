import { describe, expect, test } from 'vitest'
import { mirrored, shifted, withViews } from '#kit/solver/index.ts'
import { add, concat, mul, Random, randn, tensor, Tensor } from '#kit/tensor/index.ts'

test('a shifted image reflects its own pixels at the edges', () => {
  const image = tensor([[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]) // prettier-ignore
  expect(shifted(image, 1, 0).toNested()).toEqual([[[[4, 5, 6], [1, 2, 3], [4, 5, 6]]]]) // prettier-ignore
  expect(shifted(image, -1, -1).toNested()).toEqual([[[[5, 6, 5], [8, 9, 8], [5, 6, 5]]]]) // prettier-ignore
  expect(shifted(image, 0, 0)).toEqual(image)
})

describe('six views of an image', () => {
  const images = randn([4, 2, 5, 6], { random: new Random(1), dtype: 'float64' })
  /** Every view is asked for; `sure` decides how far apart the scores of the classes are. */
  const modelOf = (sure: (n: number) => number) => {
    const asked: Tensor[] = []
    return {
      asked,
      scores(x: Tensor) {
        asked.push(x)
        const rows = Array.from({ length: x.shape[0] }, (_, n) => {
          const pixels = x.data.subarray(n * 60, (n + 1) * 60)
          return [pixels[0], pixels[7] + sure(n), pixels[59]]
        })
        return tensor(rows)
      },
    }
  }

  test('give weighted means where two views leave the network unsure', () => {
    const model = modelOf(() => 0)
    const scores = withViews(model).scores(images)
    const of = (x: Tensor) => mul(0.5, add(modelOf(() => 0).scores(x), modelOf(() => 0).scores(mirrored(x))))
    const moved = add(of(shifted(images, -1, -1)), of(shifted(images, 1, 1)))
    const expected = add(mul(0.5, of(images)), mul(0.25, moved))
    const six = expected.data
    const two = of(images).data
    const rowIs = (n: number, row: ArrayLike<number>) =>
      [0, 1, 2].every((c) => Math.abs(scores.data[3 * n + c] - row[3 * n + c]) < 1e-12)
    const unsure = [0, 1, 2, 3].filter((n) => rowIs(n, six))
    expect(unsure.length).toBeGreaterThan(0)
    for (let n = 0; n < 4; n++) expect(rowIs(n, unsure.includes(n) ? six : two)).toBe(true)
    // The probabilities of the best two classes decide.
    for (let n = 0; n < 4; n++) {
      const powers = [0, 1, 2].map((c) => Math.exp(two[3 * n + c])).toSorted((a, b) => b - a)
      const lead = (powers[0] - powers[1]) / (powers[0] + powers[1] + powers[2])
      expect(lead <= 0.5, `${n}`).toBe(unsure.includes(n))
    }
  })

  test('are only two where the network is sure', () => {
    const model = modelOf(() => 100)
    withViews(model).scores(images)
    expect(model.asked).toEqual([images, mirrored(images)])
  })

  test('an image has the same scores alone and among others', () => {
    const { scores } = withViews(modelOf(() => 0))
    const one = (n: number) => new Tensor(images.data.slice(n * 60, (n + 1) * 60), [1, 2, 5, 6])
    expect(scores(images)).toEqual(concat([0, 1, 2, 3].map((n) => scores(one(n)))))
  })
})
