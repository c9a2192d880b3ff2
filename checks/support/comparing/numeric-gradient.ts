import { Tensor } from '#kit/tensor/index.ts'

/** A function that maps a tensor to a list of numbers, of which the gradient weighs each with its upstream gradient. */
export interface Measured {
  /** All outputs of the function at this input, as plain numbers. */
  evaluate: (input: Tensor) => ArrayLike<number>
  /** The upstream gradient: one weight for each output. */
  weights: ArrayLike<number>
}

/** The numeric gradient at one coordinate or along one direction, with what is needed to know how far it can be trusted. */
export interface Slope {
  /** Richardson's combination of two centred differences: exact up to the fourth power of the step. */
  value: number
  /** How far the centred differences at the two step sizes disagree, over all outputs. Large near a kink. */
  disagreement: number
  /**
   * How much the slopes of all outputs jump at the point itself, with what the curvature explains taken off. 0 if smooth.
   */
  jump: number
  /** What rounding alone may add to `value`. */
  noise: number
}

/**
 * Rounding happens on the way to an output as well, where numbers may be larger than the output itself: no output is
 * taken to be more exact than one of this size.
 */
const LEAST_MAGNITUDE = 16

/** Small against the curvature of anything checked here, large against the rounding of float64. */
const STEP = 1e-4

/**
 * The numeric gradient of `sum(weights * evaluate(x))` at every coordinate of x, by centred differences at two step
 * sizes (CS231n notes, "Neural networks part 3", gradient checks).
 */
export function numericGradient(x: Tensor, { evaluate, weights }: Measured): Slope[] {
  const middle = evaluate(x)
  return Array.from(x.data, (_, index) =>
    slopeOn(weights, middle, (offset) => {
      const data = x.data.slice()
      data[index] += offset
      return evaluate(new Tensor(data, x.shape))
    }),
  )
}

/** The same where all coordinates move at once, each at its own speed: the sum of `gradient * direction`. */
export function directionalSlope(
  x: Tensor,
  direction: ArrayLike<number>,
  { evaluate, weights }: Measured,
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

/** The slope along a line on which `at` gives the outputs, and `middle` is what they are at 0. */
function slopeOn(
  weights: ArrayLike<number>,
  middle: ArrayLike<number>,
  at: (offset: number) => ArrayLike<number>,
): Slope {
  const [left2, left, right, right2] = [-2, -1, 1, 2].map((k) => at(k * STEP))
  let [value, disagreement, jump, noise] = [0, 0, 0, 0]
  for (let k = 0; k < weights.length; k++) {
    // Output by output, so that what does not change cancels exactly instead of adding rounding, and so that the kink
    // of one output does not hide that of another.
    const narrow = (weights[k] * (right[k] - left[k])) / (2 * STEP)
    const wide = (weights[k] * (right2[k] - left2[k])) / (4 * STEP)
    const bend = (weights[k] * (right[k] - 2 * middle[k] + left[k])) / STEP
    const wideBend = (weights[k] * (right2[k] - 2 * middle[k] + left2[k])) / (2 * STEP)
    value += (4 * narrow - wide) / 3
    disagreement += Math.abs(narrow - wide)
    // The slope on the right less that on the left is jump + curvature · step.
    jump += Math.abs(2 * bend - wideBend)
    const magnitude = Math.max(LEAST_MAGNITUDE, Math.abs(right[k]) + Math.abs(left[k]))
    noise += (Math.abs(weights[k]) * Number.EPSILON * magnitude) / STEP
  }
  return { value, disagreement, jump, noise }
}

export type Verdict = 'right' | 'wrong' | 'within rounding' | 'cannot tell'

/**
 * Whether an analytic gradient agrees with the numeric one at a coordinate. Never blames anyone for a coordinate where
 * the numeric gradient itself is worth nothing: where the difference is no more than rounding can make, which is within
 * rounding, and at a kink, where nobody can tell:
 *
 * - within reach of the steps, where the two step sizes disagree,
 * - exactly on the point, where both step sizes agree on the mean of the two slopes, but the slope jumps.
 *
 * @param tolerance - how far off still counts as right, absolute
 */
export function judge(analytic: number, slope: Slope, tolerance: number): Verdict {
  const error = Math.abs(analytic - slope.value)
  if (error <= tolerance) return 'right'
  if (Number.isNaN(error)) return 'wrong'
  if (error <= 10 * slope.noise) return 'within rounding'
  return slope.disagreement > 0.1 * error || slope.jump > 0.1 * error ? 'cannot tell' : 'wrong'
}
