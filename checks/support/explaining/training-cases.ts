import { map, tensor, type Tensor } from '#kit/tensor/index.ts'
import { wave, type GoldenCase } from '../comparing/golden.ts'
import { pointsOf } from '../definitions/diagnostics.ts'
import { exactBrightness } from '../definitions/filters.ts'
import { meanOf, minusMean, perColumn, product } from '../definitions/matrices.ts'

// The functions of Part 5 have no reference vectors. Here, their results come from their definitions.

/** Two sets of data of the same kind, also in float32, with numbers that it does not round. */
const datasets = (): Tensor[] => [
  wave([5, 3], -1, 2, 4),
  tensor(
    [
      [1, -2],
      [3, 0.5],
      [-4, 1.5],
      [2, 4],
    ],
    'float32',
  ),
]

/** Returns the mean of other data than x, in its element type. */
const otherMean = ({ shape, dtype }: Tensor): Tensor =>
  tensor(
    Array.from({ length: shape[1] }, (_, d) => 0.5 - d),
    dtype,
  )

/** Cases of 5.1. */
export const meanCases = (): GoldenCase[] =>
  datasets().map((x) => ({ inputs: { x }, expected: { mean: perColumn(x, meanOf).astype(x.dtype) } }))

/** Cases of 5.2. */
export const centredCases = (): GoldenCase[] =>
  datasets().map((x) => {
    const mean = otherMean(x)
    return { inputs: { x, fitted: { mean } }, expected: { result: minusMean(x, mean).astype(x.dtype) } }
  })

/** Cases of 5.6. */
export const coordinatesCases = (): GoldenCase[] =>
  datasets().map((x) => {
    const mean = otherMean(x)
    const basis = wave([x.shape[1], 2], -1, 2, 1).astype(x.dtype)
    const variances = tensor([2, 1], x.dtype)
    const result = product(minusMean(x, mean), basis).astype(x.dtype)
    return { inputs: { x, pca: { mean, basis, variances } }, expected: { result } }
  })

/** The steps of a long run. Not every way to read a curve copes with them. */
const LONG = 200_000

/** Cases of 5.12: means over 1, 2 and 3 values, also where the middle is rounded. */
export const curveCases = (): GoldenCase[] =>
  [1, 2, 9, 10, 20, 25, 37, LONG].map((n) => {
    const curve = Array.from({ length: n }, (_, i) => 3 / (1 + i) + (i % 3))
    return { inputs: { curve }, expected: pointsOf(curve) }
  })

/** Cases of 5.15: weights that are spread over each filter, and a filter of equal weights. No brightness is halved. */
export const brightnessCases = (): GoldenCase[] =>
  [
    tensor([-1, 0, 1, 2, 0, 3, 7, 1, 0.5, 0.5, 0.5, 0.5]).reshape([3, 1, 2, 2]),
    tensor([0, 1, -5, 255, 100, 3]).reshape([1, 3, 1, 2]),
  ].map((filters) => ({
    inputs: { filters },
    expected: { result: map(exactBrightness(filters), Math.round) },
  }))
