import type { Tensor } from '#kit/tensor/index.ts'
import { isBrief } from './brief.ts'
import { briefFailure, expectTensor, largest, wrongElements } from './compare.ts'
import type { Context } from '../explaining/index.ts'
import { judge, Line, numericGradient, type Verdict, type WeightedFunction } from './numeric-gradient.ts'
import { lineGenerator } from '../running/drawing.ts'
import type { Report } from '../running/report.ts'

/** "1e-7 or less is excellent" for one layer in float64 (CS231n notes on gradient checks). */
export const GRADIENT_THRESHOLD = 1e-7

/** The rounding of honest numbers, relative to the largest slope, or to 1. Outputs that are far too large have more. */
const MOST_ROUNDING = 1e-4

/**
 * Fails unless an analytic gradient is right at every coordinate: its relative error against the numeric gradient,
 * |a - n| / max(1e-8, |a| + |n|, largest |n| of the tensor), must stay below the threshold.
 *
 * First, all coordinates move at once along one line. A gradient that is right there is right everywhere, since wrong
 * coordinates do not cancel in a random direction. They move one by one only if something is wrong or cannot be judged.
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
  measured: WeightedFunction,
  threshold = GRADIENT_THRESHOLD,
  context?: Context,
): void {
  expectTensor(what, actual, input.shape, input.dtype, context?.constants)
  const { verdict: alongLine, error: shown } = judgedAlongLine(actual, input, measured, threshold)
  if (alongLine === 'right') {
    report.relativeError(what, shown, threshold)
    report.countJudged(what, input.size, input.size)
    return
  }
  if (alongLine === 'wrong' && isBrief()) throw briefFailure(what, actual, shown, threshold)
  const slopes = numericGradient(input, measured)
  const numeric = slopes.map(({ value }) => value)
  const scale = largest(numeric)
  const wrong: number[] = []
  let error = 0
  let [judged, unjudged] = [0, 0]
  slopes.forEach((slope, i) => {
    const denominator = Math.max(1e-8, Math.abs(actual.data[i]) + Math.abs(slope.value), scale)
    const verdict = judge(actual.data[i], slope, threshold * denominator)
    // A gradient so small that rounding hides it does not show whether the function jumps.
    const isHidden = 10 * slope.noise > MOST_ROUNDING * Math.max(1, scale)
    if (verdict === 'within rounding' && !isHidden) return
    if (verdict === 'within rounding' || verdict === 'cannot tell') {
      unjudged++
      return
    }
    judged++
    error = Math.max(error, Math.abs(actual.data[i] - slope.value) / denominator)
    if (verdict === 'wrong') wrong.push(i)
  })
  report.relativeError(what, error, threshold)
  report.countJudged(what, judged, judged + unjudged)
  if (wrong.length === 0) return
  throw wrongElements({
    what,
    wrong,
    shape: input.shape,
    expected: ['numeric', numeric],
    actual: actual.data,
    origin: actual,
    error,
    threshold,
    context,
  })
}

/**
 * Judges whether the gradient predicts the change when each coordinate moves with its own speed and direction, from as few
 * calls as possible.
 */
function judgedAlongLine(
  actual: Tensor,
  input: Tensor,
  measured: WeightedFunction,
  threshold: number,
): { verdict: Verdict; error: number } {
  const random = lineGenerator()
  const direction = Array.from(
    { length: input.size },
    () => random.uniform(0.5, 1) * (random.uniform() < 0.5 ? -1 : 1),
  )
  const predicted = direction.reduce((sum, speed, i) => sum + speed * actual.data[i], 0)
  const scale = Math.max(1e-8, largest(actual.data))
  // Each coordinate moves at half speed or more.
  const tolerance = 0.5 * threshold * scale
  const line = new Line(input, direction, measured)
  const near = Math.abs(predicted - line.nearSlope)
  if (near <= tolerance) return { verdict: 'right', error: near / scale }
  // One coordinate has at least an equal share of the error.
  const share = near / input.size
  if (share > 10 * Math.max(threshold * scale, line.uncertainty()))
    return { verdict: 'wrong', error: near / scale }
  const error = Math.abs(predicted - line.slope().value)
  return { verdict: error <= tolerance ? 'right' : 'cannot tell', error: error / scale }
}
