import { cause } from '#kit/course/causes/index.ts'
import { add, map, mul, Tensor } from '#kit/tensor/index.ts'
import { expectThat } from '../comparing/compare.ts'
import { copied, differing, type Values } from '../comparing/values.ts'
import { argumentsOf, callOf, type FunctionNamed } from './calls.ts'
import type { Subject } from './subjects.ts'

/** Powers of 2: multiplying by them rounds nothing. */
const FACTORS = [2 ** 40, 2 ** -40]

/** A million times the spread of the drawn numbers. */
const SHIFT = 2 ** 20

/** The error that is allowed after a shift, relative to the largest number. A million times the usual rounding error. */
const AFTER_SHIFT = 1e-6

/** By which power of the factor numbers grow: 1 for numbers that grow like the inputs, 2 for their squares. */
type Powers = Readonly<Record<string, number>>

/** What happens to a function's results when its inputs become larger or smaller, or are all shifted. */
interface Law {
  /** The arguments that are multiplied, by position, and options or state by name. */
  inputs: Readonly<Record<number, number>> & Powers
  /** The results that grow; all others stay the same. */
  results?: Powers
  /** Whether the inputs are made negative first. */
  negative?: boolean
}

const linear = (...positions: number[]): Law => ({
  inputs: Object.fromEntries(positions.map((position) => [position, 1])),
  results: {
    out: 1,
    dx: 1,
    dw: 1,
    db: 1,
    dgamma: 1,
    dbeta: 1,
    dnormalized: 1,
    dvariance: 1,
    dmean: 1,
    'the result': 1,
  },
})

/** Normalized inputs do not depend on the scale, if epsilon grows with their variance. */
const normalized: Law = {
  inputs: { 0: 1, epsilon: 2, runningMean: 1, runningVar: 2 },
  results: { runningMean: 1, runningVar: 2 },
}

/** The laws of each function, by the title of its TODO. Every backward function is linear in the upstream gradient. */
const laws: Readonly<Record<string, Law>> = {
  affineForward: linear(0, 2),
  reluForward: linear(0),
  sgd: { inputs: { 0: 1, 1: 1 }, results: { w: 1 } },
  sgdMomentum: { inputs: { 0: 1, 1: 1, velocity: 1 }, results: { w: 1, 'config.velocity': 1 } },
  rmsprop: { inputs: { 1: 1, cache: 2, epsilon: 1 }, results: { 'config.cache': 2, 'config.epsilon': 1 } },
  adam: {
    inputs: { 1: 1, m: 1, v: 2, epsilon: 1 },
    results: { 'config.m': 1, 'config.v': 2, 'config.epsilon': 1 },
  },
  batchnormForward: normalized,
  'batchnormForward: test mode': normalized,
  layernormForward: normalized,
  spatialBatchnormForward: normalized,
  spatialGroupnormForward: normalized,
  dropoutForward: linear(0),
  convForward: linear(0, 2),
  maxPoolForward: { ...linear(0), negative: true },
  fitMean: { inputs: { 0: 1 }, results: { mean: 1 } },
  subtractMean: { inputs: { 0: 1, mean: 1 }, results: { 'the result': 1 } },
  normalize: { inputs: { 0: 1, mean: 1 }, results: { 'the result': 1 } },
  project: { inputs: { 0: 1, mean: 1 }, results: { 'the result': 1 } },
  whiten: { inputs: { 0: 1, mean: 1 }, results: { 'the result': 1 } },
  filterBrightness: { inputs: { 0: 1 } },
  shortcutForward: linear(0),
  nesterovMomentum: { inputs: { 0: 1, 1: 1, velocity: 1 }, results: { w: 1, 'config.velocity': 1 } },
  whiteningFilters: { inputs: { 0: 1, epsilon: 2 }, results: { 'the result': -1 } },
}

/** Functions that do not depend on a number that is added to all elements of the first input, and their results. */
const unshifted: Readonly<Record<string, readonly string[]>> = {
  batchnormForward: ['out', 'runningVar'],
  layernormForward: ['out'],
  spatialBatchnormForward: ['out', 'runningVar'],
  spatialGroupnormForward: ['out'],
  fitNormalization: ['deviation'],
}

/** Returns the arguments multiplied by powers of a factor. */
function multiplied(args: readonly unknown[], { inputs, negative = false }: Law, factor: number): unknown[] {
  const times = (value: unknown, power: number): unknown =>
    typeof value === 'number' ? value * factor ** power : mul(value as Tensor, factor ** power)
  return (copied(args) as unknown[]).map((argument, position) => {
    if (argument instanceof Tensor) {
      const signed = negative ? map(argument, (value) => -Math.abs(value)) : argument
      return position in inputs ? times(signed, inputs[position]) : signed
    }
    if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return argument
    const options = Object.entries(argument).map(([name, value]) => [
      name,
      name in inputs ? times(value, inputs[name]) : value,
    ])
    return Object.fromEntries(options) as unknown
  })
}

/** Returns whether anything is known about the scale of a function's inputs. */
export const hasScales = ({ forward }: Subject, title: string): boolean =>
  forward !== undefined || title in laws || title in unshifted

/** Fails unless the results of a function follow its inputs when these become much larger or smaller. */
export function expectScales(subject: Subject, title: string, functionNamed: FunctionNamed): void {
  const law = subject.forward === undefined ? laws[title] : linear(0)
  if (!law) return
  for (const factor of FACTORS) {
    const args = argumentsOf(subject, functionNamed)
    const at = (times: number): Values =>
      callOf(
        subject,
        functionNamed,
        subject.forward === undefined
          ? multiplied(args, law, times)
          : [mul(args[0] as Tensor, times), args[1]],
      ).values()
    const expected = Object.fromEntries(
      Object.entries(at(1)).map(([name, values]) => [
        name,
        Array.from(values, (value) => Number(value) * factor ** (law.results?.[name] ?? 0)),
      ]),
    )
    const name = differing(expected, at(factor), 1e-9)
    const words = factor > 1 ? 'large' : 'small'
    expectThat(name === undefined, cause(`scale/${words}`, { name: name ?? '' }))
  }
}

/** Fails unless a function that subtracts a mean stays right when the mean is a million times the spread. */
export function expectUnshifted(subject: Subject, title: string, functionNamed: FunctionNamed): void {
  const results = unshifted[title]
  if (!results) return
  const args = argumentsOf(subject, functionNamed)
  const shifted = [add(args[0] as Tensor, SHIFT), ...args.slice(1)]
  // The inputs as they are left by the rounding of the shift.
  const rounded = [add(shifted[0] as Tensor, -SHIFT), ...args.slice(1)]
  const [expected, actual] = [rounded, shifted].map((given) => {
    const numbers = callOf(subject, functionNamed, given).values()
    return Object.fromEntries(results.map((name) => [name, numbers[name]]))
  })
  const name = differing(expected, actual, AFTER_SHIFT)
  expectThat(name === undefined, cause('scale/shifted', { name: name ?? '' }))
}
