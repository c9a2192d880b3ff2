import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engine, plainEngine } from '#kit/gemm/index.ts'
import { Random, randn, type DType } from '#kit/tensor/index.ts'

const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most })

/** Any multiplication: sizes around the tiles and beyond a block, gaps between rows, offsets, both types. */
const multiplication = fc.record({
  M: fc.oneof(size(13), size(300)),
  N: fc.oneof(size(17), size(60)),
  K: fc.oneof(size(10), size(600)),
  ta: fc.boolean(),
  tb: fc.boolean(),
  beta: fc.constantFrom(0 as const, 1 as const),
  gaps: fc.tuple(size(3), size(3), size(3)),
  offsets: fc.tuple(size(5), size(5), size(5)),
  dtype: fc.constantFrom<DType>('float32', 'float64'),
  seed: fc.nat(),
})

test('the fast engine is there', () => {
  expect(engine.name).toBe('WebAssembly SIMD')
})

describe('the fast engine and plain TypeScript', () => {
  test('agree to rounding, and touch nothing but the product', () => {
    fc.assert(
      fc.property(multiplication, ({ M, N, K, ta, tb, beta, gaps, offsets, dtype, seed }) => {
        const random = new Random(seed)
        const [lda, ldb, ldc] = [(ta ? M : K) + gaps[0], (tb ? K : N) + gaps[1], N + gaps[2]]
        const [A, B, C] = [(ta ? K : M) * lda, (tb ? N : K) * ldb, M * ldc].map(
          (length, i) => randn([length + offsets[i] + 2], { random, dtype }).data,
        )
        const expected = C.slice()
        const shared = [ta, tb, M, N, K, A, offsets[0], lda, B, offsets[1], ldb, beta] as const
        plainEngine.gemm(...shared, expected, offsets[2], ldc)
        engine.gemm(...shared, C, offsets[2], ldc)
        const tolerance = (dtype === 'float32' ? 1e-6 : 1e-14) * (10 + K)
        const furthest = C.findIndex((value, i) => !(Math.abs(value - expected[i]) <= tolerance))
        expect(furthest).toBe(-1)
      }),
      { numRuns: 200 },
    )
  })
})
