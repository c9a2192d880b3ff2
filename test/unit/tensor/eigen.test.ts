import { describe, expect, test } from 'vitest'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import {
  add,
  full,
  map,
  matmul,
  mul,
  randn,
  Random,
  tensor,
  transpose,
  type Tensor,
} from '#kit/tensor/index.ts'

const distance = (a: Tensor, b: Tensor): number =>
  Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i])))

const identity = (size: number): Tensor => map(full([size, size], 0), (_, i) => Number(i % (size + 1) === 0))

describe('eigenSymmetric', () => {
  test('finds what can be found by hand', () => {
    const { values, vectors } = eigenSymmetric(
      tensor([
        [2, 1],
        [1, 2],
      ]),
    )
    expect(values.toNested()).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)])
    const [[a, b], [c, d]] = vectors.toNested() as number[][]
    expect(a / c).toBeCloseTo(1, 12)
    expect(b / d).toBeCloseTo(-1, 12)
  })

  test.for([1, 2, 5, 20])('takes a random matrix of %i rows apart and back', (D) => {
    const x = randn([D, D], { random: new Random(D) })
    const matrix = add(x, transpose(x))
    const { values, vectors } = eigenSymmetric(matrix)
    expect([...values.data]).toEqual([...values.data].toSorted((a, b) => b - a))
    expect(distance(matmul(vectors, vectors, { transposeA: true }), identity(D))).toBeLessThan(1e-12)
    expect(distance(matmul(mul(vectors, values), vectors, { transposeB: true }), matrix)).toBeLessThan(1e-11)
  })

  test('returns only as many as asked for, the largest', () => {
    const x = randn([9, 6], { random: new Random(3) })
    const matrix = matmul(x, x, { transposeA: true })
    const [all, two] = [eigenSymmetric(matrix), eigenSymmetric(matrix, 2)]
    expect(two.vectors.shape).toEqual([6, 2])
    expect([...two.values.data]).toEqual([...all.values.data.subarray(0, 2)])
    const product = matmul(matrix, two.vectors)
    expect(distance(product, mul(two.vectors, two.values))).toBeLessThan(1e-11)
  })

  test('copes with equal eigenvalues and with a matrix of zeros', () => {
    for (const matrix of [identity(4), full([4, 4], 0)]) {
      const { values, vectors } = eigenSymmetric(matrix)
      expect([...values.data]).toEqual(Array(4).fill(matrix.data[0]))
      expect(distance(matmul(vectors, vectors, { transposeA: true }), identity(4))).toBeLessThan(1e-12)
    }
  })

  test('keeps float32, forgives its rounding, and does not change its argument', () => {
    const x = randn([50, 8], { random: new Random(4), dtype: 'float32', scale: 100 })
    const matrix = matmul(x, x, { transposeA: true })
    const before = matrix.clone()
    const { values, vectors } = eigenSymmetric(matrix)
    expect([values.dtype, vectors.dtype]).toEqual(['float32', 'float32'])
    expect(distance(matrix, before)).toBe(0)
  })

  test('says what is wrong with a matrix', () => {
    expect(() => eigenSymmetric(full([2, 3], 1))).toThrow('must be square, but its shape is (2, 3)')
    expect(() => eigenSymmetric(full([4], 1))).toThrow('must be square, but its shape is (4,)')
    const lopsided = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(() => eigenSymmetric(lopsided)).toThrow('[1, 0] is 3, but [0, 1] is 2')
    expect(() => eigenSymmetric(full([2, 2], NaN))).toThrow('every element must be finite')
    expect(() => eigenSymmetric(full([2, 2], 1), 3)).toThrow('cannot return 3 of 2 eigenvectors')
  })
})
