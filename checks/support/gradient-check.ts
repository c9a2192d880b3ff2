import type { Tensor } from '#kit/tensor/index.ts'
import { expectTensor, largest, wrongElements } from './compare.ts'
import type { Context } from './explain/index.ts'
import { judge, numericGradient, type Measured } from './numeric-gradient.ts'
import type { Report } from './report.ts'

/** "1e-7 or less is excellent" for one layer in float64 (CS231n notes on gradient checks). */
export const GRADIENT_THRESHOLD = 1e-7

/**
 * That an analytic gradient is right at every coordinate: its relative error against the numeric gradient,
 * |a - n| / max(1e-8, |a| + |n|, largest |n| of the tensor), stays below the threshold.
 *
 * @param what - the gradient's name, for messages: `dx of affineBackward`
 * @param actual - the analytic gradient, which must have the shape of `input`
 * @param input - the point at which both are taken
 * @throws CheckFailure with the coordinates that are wrong, numeric and analytic side by side
 */
export function expectGradient(
  report: Report,
  what: string,
  actual: unknown,
  input: Tensor,
  measured: Measured,
  threshold = GRADIENT_THRESHOLD,
  context?: Context,
): void {
  expectTensor(what, actual, input.shape, input.dtype, context?.constants)
  const slopes = numericGradient(input, measured)
  const numeric = slopes.map(({ value }) => value)
  const scale = largest(numeric)
  const wrong: number[] = []
  let error = 0
  let decided = 0
  slopes.forEach((slope, i) => {
    const denominator = Math.max(1e-8, Math.abs(actual.data[i]) + Math.abs(slope.value), scale)
    const verdict = judge(actual.data[i], slope, threshold * denominator)
    if (verdict === 'cannot tell') return
    decided++
    error = Math.max(error, Math.abs(actual.data[i] - slope.value) / denominator)
    if (verdict === 'wrong') wrong.push(i)
  })
  report.relativeError(what, error, threshold)
  report.decided(what, decided, slopes.length)
  if (wrong.length === 0) return
  throw wrongElements({
    what,
    wrong,
    shape: input.shape,
    expected: ['numeric', numeric],
    actual: actual.data,
    error,
    threshold,
    context,
  })
}
