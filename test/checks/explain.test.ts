import { describe, expect, test } from 'vitest'
import { randn, Random, sum, tensor, transpose, type Tensor } from '#kit/tensor/index.ts'
import { explain, explainShape, type Context } from '../../checks/support/explain/index.ts'

const right = randn([3, 3], { random: new Random(1) })

const explanation = (actual: Tensor, expected: Tensor, context?: Context) =>
  explain(
    { what: 'dw', actual: actual.data, expected: expected.data, shape: expected.shape, tolerance: 1e-9 },
    context,
  )

const changed = (x: Tensor, change: (value: number, i: number) => number): Tensor => {
  const copy = x.clone()
  x.data.forEach((value, i) => (copy.data[i] = change(value, i)))
  return copy
}

describe('a wrong answer is explained', () => {
  test('by a factor, and by what it could come from', () => {
    expect(
      explanation(
        changed(right, (v) => -v),
        right,
      ),
    ).toBe('dw has the wrong sign: it is exactly -1 times the right answer.')
    expect(
      explanation(
        changed(right, (v) => v / 5),
        right,
        { constants: { N: 5 } },
      ),
    ).toBe('dw is exactly 0.2 times the right answer. Was it divided by N = 5 once too often?')
    expect(
      explanation(
        changed(right, (v) => 2 * v),
        right,
      ),
    ).toContain('counted twice')
  })

  test('as zero', () => {
    expect(
      explanation(
        changed(right, () => 0),
        right,
      ),
    ).toContain('0 everywhere')
  })

  test('as the upstream gradient', () => {
    const upstream = randn([3, 3], { random: new Random(2) })
    expect(explanation(upstream, right, { upstream })).toContain('upstream gradient')
  })

  test('by its order', () => {
    expect(explanation(transpose(right), right)).toContain('transpose')
    expect(
      explanation(
        changed(right, (_, i) => right.data[8 - i]),
        right,
      ),
    ).toContain('wrong places')
    expect(
      explanation(
        changed(right, (_, i) => right.data[i - (i % 3) + 2 - (i % 3)]),
        right,
      ),
    ).toContain('reverse order along axis 1')
  })

  test('by a term that is missing or one too many', () => {
    const bias = tensor([1, 2, 3])
    const context = { terms: { 'the bias': bias } }
    expect(
      explanation(
        changed(right, (v, i) => v - bias.data[i % 3]),
        right,
        context,
      ),
    ).toContain('the bias: it is missing')
    expect(
      explanation(
        changed(right, (v, i) => v + bias.data[i % 3]),
        right,
        context,
      ),
    ).toContain('the bias: it was added once too often')
    expect(
      explanation(
        changed(right, (v) => v + 0.25),
        right,
      ),
    ).toContain('off by the same number, 0.25')
  })

  test('by where it is wrong', () => {
    const images = randn([2, 3, 4, 5], { random: new Random(3) })
    const wrongWhere = (wrong: (n: number, c: number, i: number, j: number) => boolean) =>
      explanation(
        changed(images, (v, k) => {
          const [n, c, i, j] = [Math.floor(k / 60), Math.floor(k / 20) % 3, Math.floor(k / 5) % 4, k % 5]
          return wrong(n, c, i, j) ? v + 0.1 * (k + 1) ** 2 : v
        }),
        images,
      )
    expect(wrongWhere((n) => n > 0)).toBe('dw is right for the first example and wrong for the others.')
    expect(wrongWhere((_, c) => c === 1)).toBe('dw is wrong only in channel 1.')
    expect(wrongWhere((_, __, i) => i === 3)).toBe('dw is wrong only in the last row.')
    expect(wrongWhere((_, __, i, j) => i === 0 || i === 3 || j === 0 || j === 4)).toContain(
      'only on the border',
    )
  })

  test('by a known mistake before anything else', () => {
    const mistakes = { 'dw is the sum over the examples.': () => changed(right, (v) => 2 * v) }
    expect(
      explanation(
        changed(right, (v) => 2 * v),
        right,
        { mistakes },
      ),
    ).toBe('dw is the sum over the examples.')
  })
})

test('what has no pattern is not explained', () => {
  expect(explanation(randn([3, 3], { random: new Random(4) }), right)).toBeUndefined()
  expect(explanation(tensor([2]), tensor([3]))).toBeUndefined()
  expect(explanation(tensor([[1, 0]]), tensor([[1, 5]]))).toBeUndefined()
})

test('a wrong shape is explained', () => {
  const x = randn([2, 3, 4], { random: new Random(5) })
  expect(explainShape([3, 2], [2, 3])).toContain('transposed')
  expect(explainShape(sum(x, 1, { keepDims: true }).shape, [2, 4])).toContain('was kept')
  expect(explainShape([4], [1, 4])).toContain('missing')
  expect(explainShape([24], x.shape)).toContain('reshape it to (2, 3, 4)')
  expect(explainShape([3], [2, 3])).toContain('One axis too many')
  expect(explainShape([2, 3], [3])).toContain('not summed over')
  expect(explainShape([7, 7], [2, 3])).toBeUndefined()
})
