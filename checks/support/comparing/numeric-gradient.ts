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

/** A smaller step size, at which hardly any curvature is left to be seen, but more rounding. */
const SMALL_STEP = 2 ** -18

/** Returns the outputs of a function at a point of a line, so far from its middle. */
type Outputs = (offset: number) => ArrayLike<number>

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

/** A function along a line, on which all coordinates move at once, each at its own speed. */
export class Line {
  readonly #weights: ArrayLike<number>
  readonly #at: Outputs
  readonly #left: ArrayLike<number>
  readonly #right: ArrayLike<number>
  #middle: ArrayLike<number> | undefined

  constructor(x: Tensor, direction: ArrayLike<number>, { evaluate, weights }: WeightedFunction) {
    this.#weights = weights
    this.#at = (offset) => {
      const moved = x.data.map((value, i) => value + offset * direction[i])
      return evaluate(new Tensor(moved, x.shape))
    }
    ;[this.#left, this.#right] = [-SMALL_STEP, SMALL_STEP].map(this.#at)
  }

  /** The slope between two near points: the sum of `gradient * direction`. It takes the fewest calls. */
  get nearSlope(): number {
    let value = 0
    for (let k = 0; k < this.#weights.length; k++)
      value += (this.#weights[k] * (this.#right[k] - this.#left[k])) / (2 * SMALL_STEP)
    return value
  }

  /** Returns how far {@link nearSlope} may be wrong, because of a kink, the curvature or rounding. */
  uncertainty(): number {
    const middle = (this.#middle ??= this.#at(0))
    let uncertainty = 0
    for (let k = 0; k < this.#weights.length; k++) {
      const [left, right] = [this.#left[k], this.#right[k]]
      const bend = Math.abs(right - 2 * middle[k] + left)
      uncertainty += (Math.abs(this.#weights[k]) * (bend + roundingOf(left, right))) / SMALL_STEP
    }
    return uncertainty
  }

  /** Returns the slope as {@link numericGradient} computes it at a coordinate. */
  slope(): Slope {
    return slopeOn(this.#weights, (this.#middle ??= this.#at(0)), this.#at)
  }
}

/** Returns the rounding that two outputs may have. */
const roundingOf = (left: number, right: number): number =>
  Number.EPSILON * Math.max(LEAST_MAGNITUDE, Math.abs(right) + Math.abs(left))

/** Computes the slope along a line, on which `at` returns the outputs. `middle` holds the outputs at 0. */
function slopeOn(weights: ArrayLike<number>, middle: ArrayLike<number>, at: Outputs): Slope {
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
    noise += (Math.abs(weights[k]) * roundingOf(left[k], right[k])) / STEP
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
