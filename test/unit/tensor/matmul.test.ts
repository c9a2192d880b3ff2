import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gemm } from '#kit/engine/gemm/plain.ts'
import {
  formatShape,
  full,
  matmul,
  Random,
  randn,
  tensor,
  Tensor,
  zeros,
  type DType,
} from '#kit/tensor/index.ts'
import { at, dtypes, fromFunction, plain, quarters, tensorOf } from './naive.ts'

const flag = fc.boolean()

describe('matmul', () => {
  /** Two matrices that fit, each stored as its transpose if its flag is set. */
  const factors = fc
    .tuple(fc.nat(9), fc.nat(9), fc.nat(9), flag, flag)
    .chain(([M, N, K, transposeA, transposeB]) =>
      fc.tuple(
        tensorOf(transposeA ? [K, M] : [M, K], quarters),
        tensorOf(transposeB ? [N, K] : [K, N], quarters),
        fc.constant({ transposeA, transposeB }),
        fc.constant({ M, N, K }),
      ),
    )

  test('is the naive triple loop with every flag, every small size and every mix of types', () => {
    fc.assert(
      fc.property(factors, ([a, b, flags, { M, N, K }]) => {
        const dtype = a.dtype === 'float32' && b.dtype === 'float32' ? 'float32' : 'float64'
        const expected = fromFunction([M, N], dtype, ([i, j]) => {
          let total = 0
          for (let k = 0; k < K; k++) {
            total += at(a, flags.transposeA ? [k, i] : [i, k]) * at(b, flags.transposeB ? [j, k] : [k, j])
          }
          return total
        })
        expect(plain(matmul(a, b, flags))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('transposes nothing by default', () => {
    expect(matmul(tensor([[1, 2]]), tensor([[3], [4]])).toNested()).toEqual([[11]])
  })

  test.for<[number[], number[], { transposeA?: boolean; transposeB?: boolean }, string]>([
    [[2, 3], [4, 5], {}, '(2, 3) by (4, 5)'],
    [[2, 3], [3, 5], { transposeA: true }, '(2, 3) transposed by (3, 5)'],
    [[2, 3], [3, 5], { transposeB: true }, '(2, 3) by (3, 5) transposed'],
    [[3], [3, 5], {}, '(3,) by (3, 5)'],
    [[2, 3], [3], {}, '(2, 3) by (3,)'],
    [[1, 2, 3], [3, 5], {}, '(1, 2, 3) by (3, 5)'],
    [[2, 3], [], {}, '(2, 3) by ()'],
  ])('%j by %j with %j is refused, naming both shapes', ([a, b, flags, shapes]) => {
    // prettier-ignore
    expect(() => matmul(zeros(a), zeros(b), flags)).toThrow(
      new RangeError(`matmul: cannot multiply ${shapes}; the shapes must be (M, K) and (K, N)`),
    )
  })
})

describe('gemm', () => {
  /** Draws random quarters, so that sums of products are exact in any order. */
  const quartersOf = (size: number, dtype: DType, random: Random) =>
    dtype === 'float32'
      ? Float32Array.from({ length: size }, () => (random.integer(17) - 8) / 4)
      : Float64Array.from({ length: size }, () => (random.integer(17) - 8) / 4)

  const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 15, 16, 17))
  const depth = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(255, 256, 257, 300, 513))

  const problem = fc.record({
    M: size,
    N: size,
    K: depth,
    ta: flag,
    tb: flag,
    offsets: fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)),
    gaps: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
    types: fc.tuple(dtypes, dtypes, dtypes),
    beta: fc.constantFrom<0 | 1>(0, 1),
    seed: fc.nat(),
  })

  test('is the naive triple loop with offsets, leading dimensions and beta, and touches nothing else', () => {
    fc.assert(
      fc.property(problem, ({ M, N, K, ta, tb, offsets, gaps, types, beta, seed }) => {
        const random = new Random(seed)
        const [ao, bo, co] = offsets
        const lda = (ta ? M : K) + gaps[0]
        const ldb = (tb ? K : N) + gaps[1]
        const ldc = N + gaps[2]
        const A = quartersOf(ao + (ta ? K : M) * lda, types[0], random)
        const B = quartersOf(bo + (tb ? N : K) * ldb, types[1], random)
        const C = quartersOf(co + M * ldc + 3, types[2], random)

        const expected = [...C]
        for (let i = 0; i < M; i++) {
          for (let j = 0; j < N; j++) {
            let total = beta === 0 ? 0 : C[co + i * ldc + j]
            for (let k = 0; k < K; k++) {
              total += A[ao + (ta ? k * lda + i : i * lda + k)] * B[bo + (tb ? j * ldb + k : k * ldb + j)]
            }
            expected[co + i * ldc + j] = total
          }
        }
        const inputs = [[...A], [...B]]
        gemm(ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc)
        expect([...C]).toEqual(expected)
        expect([[...A], [...B]]).toEqual(inputs)
      }),
      { numRuns: 500 },
    )
  })

  test('does not look at what was in C when beta is 0', () => {
    const C = new Float64Array(4).fill(NaN)
    gemm(false, false, 2, 2, 1, Float64Array.of(1, 2), 0, 1, Float64Array.of(3, 4), 0, 2, 0, C, 0, 2)
    expect([...C]).toEqual([3, 4, 6, 8])
  })

  test('carries NaN and infinity through, like the loop', () => {
    expect(matmul(tensor([[0, 1]]), tensor([[Infinity], [1]])).toNested()).toEqual([[NaN]])
    expect(
      matmul(full([5, 300], 1), new Tensor(new Float64Array(300).fill(NaN, 299), [300, 1])).data,
    ).toEqual(new Float64Array(5).fill(NaN))
  })

  test.for<[DType, number]>([
    ['float64', 1e-15],
    ['float32', 6e-7],
  ])('rounds %s no worse than the format allows', ([dtype, tolerance]) => {
    const random = new Random(7)
    const a = randn([20, 1000], { random, dtype })
    const b = randn([1000, 20], { random, dtype })
    const product = matmul(a, b)
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < 20; j++) {
        let total = 0
        let magnitude = 0
        for (let k = 0; k < 1000; k++) {
          const term = a.data[i * 1000 + k] * b.data[k * 20 + j]
          total += term
          magnitude += Math.abs(term)
        }
        expect(Math.abs(product.data[i * 20 + j] - total)).toBeLessThan(tolerance * magnitude)
      }
    }
    expect(formatShape(product.shape)).toBe('(20, 20)')
  })
})
