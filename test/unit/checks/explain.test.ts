import { describe, expect, test } from 'vitest'
import { sentenceOf, type Cause } from '#kit/course/causes/index.ts'
import { randn, Random, sum, tensor, transpose, type Tensor } from '#kit/tensor/index.ts'
import {
  explainNotFinite,
  explainPattern,
  explainShape,
  type Context,
} from '../../../checks/support/explaining/index.ts'
import { explainSecondStep } from '../../../checks/support/explaining/second-step.ts'
import { explainCases } from '../../../checks/support/explaining/cases.ts'

const right = randn([3, 3], { random: new Random(1) })

const difference = (actual: Tensor, expected: Tensor) => ({
  what: 'dw',
  actual: actual.data,
  expected: expected.data,
  shape: expected.shape,
  tolerance: 1e-9,
})

const said = (found: Cause | undefined) => found && sentenceOf(found)

const explanation = (actual: Tensor, expected: Tensor, context?: Context) =>
  said(explainPattern(difference(actual, expected), context))

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
    ).toContain('reverse order along axes 0 and 1')
    expect(
      explanation(
        changed(right, (_, i) => right.data[(i + 1) % 9]),
        right,
      ),
    ).toContain('wrong places')
    const images = randn([2, 3, 4, 4], { random: new Random(6) })
    expect(
      explanation(
        changed(images, (_, i) => images.data[i - (i % 16) + (i % 4) * 4 + (Math.floor(i / 4) % 4)]),
        images,
      ),
    ).toBe('dw is the right answer with axes 2 and 3 swapped.')
    expect(
      explanation(
        changed(right, (_, i) => right.data[i - (i % 3) + 2 - (i % 3)]),
        right,
      ),
    ).toContain('reverse order along axis 1')
    // A 1 in the wrong place.
    expect(explanation(tensor([[0, 1, 0, 0]]), tensor([[0, 0, 1, 0]]))).toContain('wrong places')
  })

  test('by sums that go on from one number to the next', () => {
    const goesOn =
      'dw is a running total: each number also contains those before it. Start every sum again at 0.'
    const numbers = Array.from(right.data)
    const totalOf = (isMeant: (k: number, i: number) => boolean) =>
      changed(right, (_, i) =>
        numbers.reduce((total, value, k) => total + (k <= i && isMeant(k, i) ? value : 0), 0),
      )
    const alongRows = totalOf((k, i) => Math.floor(k / 3) === Math.floor(i / 3))
    const alongColumns = totalOf((k, i) => k % 3 === i % 3)
    const everywhere = totalOf(() => true)
    for (const totals of [alongRows, alongColumns, everywhere])
      expect(explanation(totals, right)).toBe(goesOn)
    const otherwise = changed(alongRows, (value, i) => (i === 8 ? value + 1 : value))
    expect(explanation(otherwise, right)).toBeUndefined()
    // Of two numbers, one may be the sum of both by accident.
    expect(explanation(tensor([1, 3]), tensor([1, 2]))).not.toBe(goesOn)
  })

  test('by a second step that is the same without what the first one left', () => {
    const next = tensor([1, 2])
    const explained = (stepWithout: (name: string) => Tensor) =>
      said(explainSecondStep(['m', 'v', 't'], next, stepWithout))
    expect(explained((name) => (name === 'v' ? tensor([1, 2]) : tensor([1, 3])))).toBe(
      'The first step is right but the second is not: continue from the v that the first step left in config.',
    )
    expect(explained(() => tensor([1, 3]))).not.toContain('continue')
    expect(
      explained(() => {
        throw new TypeError('m is undefined')
      }),
    ).not.toContain('continue')
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
    ).toContain('the bias, which is missing')
    expect(
      explanation(
        changed(right, (v, i) => v + bias.data[i % 3]),
        right,
        context,
      ),
    ).toContain('the bias, which was added once too often')
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
    expect(wrongWhere((n) => n > 0)).toBe('dw is right for the first filter and wrong for the second.')
    expect(wrongWhere((_, c) => c === 1)).toBe('dw is wrong only in channel 1.')
    expect(wrongWhere((_, __, i) => i === 3)).toBe('dw is wrong only in the last row.')
    expect(wrongWhere((_, __, i, j) => i === 0 || i === 3 || j === 0 || j === 4)).toContain(
      'only on the border',
    )
  })

  test('by a term that is the same in each column or row', () => {
    const wide = randn([3, 4], { random: new Random(7) })
    const off = (pick: (i: number) => number) =>
      explanation(
        changed(wide, (v, i) => v + pick(i)),
        wide,
      )
    expect(off((i) => 1 + (i % 4))).toContain('Each column of dw is off by a constant')
    expect(off((i) => 1 + Math.floor(i / 4))).toContain('Each row of dw is off by a constant')
  })

  test('by a place that the check names', () => {
    const places = { 'where x is exactly 0': (i: number) => i === 4 }
    const wrong = changed(right, (v, i) => (i === 4 ? v + 1 : v))
    expect(explanation(wrong, right, { places })).toBe('dw is wrong only where x is exactly 0.')
  })

  test('as one number everywhere', () => {
    expect(
      explanation(
        changed(right, () => 0.5),
        right,
      ),
    ).toContain('0.5 everywhere')
  })

  test('by what the check says that any wrong answer means', () => {
    const onlyCause = 'network/remembers'
    expect(explanation(transpose(right), right, { onlyCause })).toBe(sentenceOf(onlyCause))
  })
})

describe('the cases that are wrong', () => {
  const cases = Array.from({ length: 40 }, (_, i) => ({
    N: 1 + (i % 3),
    options: { stride: 1 + (i % 2) },
    H: i % 5,
    W: i % 4,
  }))
  const explainFailing = (fails: (one: (typeof cases)[number]) => boolean) =>
    said(explainCases(cases.map((values) => ({ values, failed: fails(values) }))))

  test('have a setting in common', () => {
    expect(explainFailing(({ options }) => options.stride > 1)).toBe(
      'Your answer is right in every case with stride = 1, and wrong where stride > 1.',
    )
    expect(explainFailing(({ H, W }) => H !== W)).toContain('wrong where H ≠ W')
    expect(explainFailing(({ H, W }) => H === W)).toContain('wrong where H = W')
    expect(explainFailing(({ N }) => N === 1)).toContain(
      'right in every case with N > 1, and wrong where N = 1',
    )
    expect(explainFailing(({ N }) => N === 2)).toContain(
      'right in every case with N ≠ 2, and wrong where N = 2',
    )
  })

  test('have nothing in common', () => {
    expect(explainFailing(() => true)).toBeUndefined()
    expect(explainFailing(({ N, H }) => N === 1 && H > 1)).toBeUndefined()
  })
})

test('NaN and infinity are explained by where they begin', () => {
  const about = (...values: number[]) => said(explainNotFinite('out', values, [2, 2]))
  expect(about(1, 2, 3, 4)).toBeUndefined()
  expect(about(1, 2, NaN, NaN)).toMatch(
    /^out is NaN at \[1, 0\], the first of 2 .* all in the last example\./,
  )
  expect(about(NaN, NaN, NaN, NaN)).toContain('and so is every other element')
  expect(about(1, Infinity, 2, 3)).toContain('division by 0')
})

test('what has no pattern is not explained', () => {
  expect(explanation(randn([3, 3], { random: new Random(4) }), right)).toBeUndefined()
  expect(explanation(tensor([2]), tensor([3]))).toBeUndefined()
  expect(explanation(tensor([[1, 0]]), tensor([[1, 5]]))).toBeUndefined()
})

test('a wrong shape is explained', () => {
  const x = randn([2, 3, 4], { random: new Random(5) })
  const shape = (actual: readonly number[], expected: readonly number[], lengths?: Record<string, number>) =>
    sentenceOf(explainShape('out', actual, expected, lengths))
  expect(shape([3, 2], [2, 3])).toContain('transposed')
  expect(shape(sum(x, 1, { keepDims: true }).shape, [2, 4])).toContain('is left over')
  expect(shape([4], [1, 4])).toContain('missing')
  expect(shape([24], x.shape)).toContain('reshape it to (2, 3, 4)')
  expect(shape([3], [2, 3])).toContain('one axis too many')
  expect(shape([2, 3], [3])).toContain('One sum is missing')
  expect(shape([3], [4], { N: 3, M: 4 })).toBe(
    'out has shape (3,), but should have (4,). Axis 0 has length N = 3; it should be M = 4.',
  )
  expect(shape([3], [4], { N: 3, D: 3, M: 4 })).toContain('has length N = D = 3')
  expect(shape([3], [4], { M: 4 })).toBe('out has shape (3,), but should have (4,).')
  expect(shape([7, 7], [2, 3])).toBe('out has shape (7, 7), but should have (2, 3).')
})
