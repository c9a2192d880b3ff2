import { Tensor } from '#kit/tensor/index.ts'

/** A function from a tensor to a list of numbers, with the upstream gradient that weights each of them. */
export interface WeightedFunction {
  /** Returns all outputs of the function at this input, as plain numbers. */
  evaluate: (input: Tensor) => ArrayLike<number>
  /** The upstream gradient: one weight for each output. */
  weights: ArrayLike<number>
}

/** The numeric gradient at one coordinate or along one direction, with the measures of how far it can be trusted. */
export interface Slope {
  /** Richardson's combination of two centred differences, exact up to the fourth power of the step. */
  value: number
  /** How far the centred differences at the two step sizes disagree, over all outputs. It is large near a kink. */
  stepDisagreement: number
  /**
   * How much the slopes of all outputs jump at the point itself, beyond what the curvature explains. It is 0 if smooth.
   */
  jump: number
  /** The error that rounding alone may add to `value`. */
  noise: number
}

/**
 * The least magnitude assumed for the rounding of an output. Intermediate numbers are rounded too, and may be larger
 * than the output itself.
 */
const LEAST_MAGNITUDE = 16

/** The step size: small against the curvature of anything checked here, large against the rounding of float64. */
const STEP = 1e-4

/**
 * Computes the gradient of `sum(weights * evaluate(x))` at every coordinate of x, by centred differences at two step
 * sizes (CS231n notes, "Neural networks part 3", gradient checks).
 */
export function numericGradient(x: Tensor, { evaluate, weights }: WeightedFunction): Slope[] {
  const middle = evaluate(x)
  return Array.from(x.data, (_, index) =>
    slopeOn(weights, middle, (offset) => {
      const data = x.data.slice()
      data[index] += offset
      return evaluate(new Tensor(data, x.shape))
    }),
  )
}

/** Computes the slope when all coordinates move at once, each at its own speed: the sum of `gradient * direction`. */
export function directionalSlope(
  x: Tensor,
  direction: ArrayLike<number>,
  { evaluate, weights }: WeightedFunction,
): Slope {
  return slopeOn(weights, evaluate(x), (offset) =>
    evaluate(
      new Tensor(
        x.data.map((value, i) => value + offset * direction[i]),
        x.shape,
      ),
    ),
  )
}

/** Computes the slope along a line, on which `at` returns the outputs. `middle` holds the outputs at 0. */
function slopeOn(
  weights: ArrayLike<number>,
  middle: ArrayLike<number>,
  at: (offset: number) => ArrayLike<number>,
): Slope {
  const [left2, left, right, right2] = [-2, -1, 1, 2].map((k) => at(k * STEP))
  let [value, stepDisagreement, jump, noise] = [0, 0, 0, 0]
  for (let k = 0; k < weights.length; k++) {
    // Each output is handled separately. What does not change then cancels exactly instead of adding rounding, and the
    // kink of one output does not hide that of another.
    const narrow = (weights[k] * (right[k] - left[k])) / (2 * STEP)
    const wide = (weights[k] * (right2[k] - left2[k])) / (4 * STEP)
    const secondDifference = (weights[k] * (right[k] - 2 * middle[k] + left[k])) / STEP
    const wideSecondDifference = (weights[k] * (right2[k] - 2 * middle[k] + left2[k])) / (2 * STEP)
    value += (4 * narrow - wide) / 3
    stepDisagreement += Math.abs(narrow - wide)
    // The slope on the right minus the slope on the left is jump + curvature · step.
    jump += Math.abs(2 * secondDifference - wideSecondDifference)
    const magnitude = Math.max(LEAST_MAGNITUDE, Math.abs(right[k]) + Math.abs(left[k]))
    noise += (Math.abs(weights[k]) * Number.EPSILON * magnitude) / STEP
  }
  return { value, stepDisagreement, jump, noise }
}

export type Verdict = 'right' | 'wrong' | 'within rounding' | 'cannot tell'

/**
 * Judges whether an analytic gradient agrees with the numeric one at a coordinate. It never returns `wrong` where the
 * numeric gradient itself is unreliable: where rounding can explain the difference, which is within rounding, and at a
 * kink, where nobody can tell. A kink is detected
 *
 * - within reach of the steps, where the two step sizes disagree,
 * - exactly at the point, where both step sizes agree on the mean of the two slopes, but the slope jumps.
 *
 * @param tolerance - the absolute error that still counts as right
 */
export function judge(analytic: number, slope: Slope, tolerance: number): Verdict {
  const error = Math.abs(analytic - slope.value)
  if (error <= tolerance) return 'right'
  if (Number.isNaN(error)) return 'wrong'
  if (error <= 10 * slope.noise) return 'within rounding'
  return slope.stepDisagreement > 0.1 * error || slope.jump > 0.1 * error ? 'cannot tell' : 'wrong'
}
