import { cause, type Cause } from '#kit/course/causes/index.ts'
import { formatShape, sameShape, Tensor, type Shape } from '#kit/tensor/index.ts'
import { showDifference, type Column } from './difference.ts'
import {
  explainNotFinite,
  explainPattern,
  explainShape,
  type Context,
  type NumberContext,
} from '../explaining/index.ts'
import { CheckFailure } from '../explaining/failure.ts'
import { callThatGave, nameIn, type RecordedCall } from '../running/recorded-calls.ts'
import { formatApart, formatNumber } from './format.ts'

/** Returns the largest absolute value in an array, or 0 if it is empty. */
export const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/**
 * Fails unless a value is a Tensor of this shape with the element type of the input and without NaN or infinity. Its
 * values do not matter.
 *
 * @param lengths - the sizes of the case by name, to explain a wrong shape
 * @throws CheckFailure that says which of these requirements is violated
 */
export function expectTensor(
  what: string,
  actual: unknown,
  shape: Shape,
  dtype = 'float64',
  lengths?: Readonly<Record<string, number>>,
): asserts actual is Tensor {
  const fail = (found: Cause): never => {
    throw new CheckFailure('Wrong answer', found, originOf(actual))
  }
  if (!(actual instanceof Tensor)) {
    const id =
      typeof actual === 'number' && shape.length > 0 ? 'values/number-for-tensor' : 'values/no-tensor'
    return fail(cause(id, { what, shape: formatShape(shape), actual: typeOf(actual) }))
  }
  if (!sameShape(actual.shape, shape)) {
    return fail(explainShape(what, actual.shape, shape, lengths))
  }
  if (actual.dtype !== dtype)
    fail(cause('values/element-type', { what, actual: actual.dtype, expected: dtype }))
  const notFinite = explainNotFinite(what, actual.data, shape)
  if (notFinite) fail(notFinite)
}

/**
 * A difference that is never counted. Where terms of about 1 cancel out, a sum of nearly 0 is as inexact as they are, and
 * another order of adding gives another rounding error.
 */
const ROUNDING = 1e-14

/**
 * Fails unless a tensor has the expected shape and values.
 *
 * @param threshold - the allowed error, relative to the tensor's largest element
 * @param context - what is known about the case, to explain a wrong answer by name
 * @returns the relative error
 * @throws CheckFailure with the elements that differ, expected and actual side by side
 */
export function expectClose(
  what: string,
  actual: unknown,
  expected: Tensor,
  threshold: number,
  context?: Context,
): number {
  expectTensor(what, actual, expected.shape, expected.dtype, context?.constants)
  const scale = Math.max(1e-6, largest(expected.data), threshold === 0 ? 0 : ROUNDING / threshold)
  const errors = Array.from(expected.data, (value, i) => Math.abs(actual.data[i] - value) / scale)
  const error = largest(errors)
  if (error <= threshold) return error
  const wrong = errors.flatMap((e, i) => (e > threshold ? [i] : []))
  throw wrongElements({
    what,
    wrong,
    shape: expected.shape,
    expected: ['expected', expected.data],
    actual: actual.data,
    origin: actual,
    error,
    threshold,
    context,
  })
}

/** What is known about a tensor that has some wrong elements. */
interface WrongElements {
  what: string
  /** Flat indices of the wrong elements. */
  wrong: readonly number[]
  shape: Shape
  expected: Column
  actual: ArrayLike<number>
  /** What the work returned. */
  origin?: Tensor
  /** The largest relative error and the allowed one. */
  error: number
  threshold: number
  context?: Context
}

/**
 * Returns the failure for a tensor with wrong elements: its name, how many are wrong, and some of them side by side.
 */
export function wrongElements({
  what,
  wrong,
  shape,
  expected,
  actual,
  origin,
  error,
  threshold,
  context = {},
}: WrongElements): CheckFailure {
  const [heading, values] = expected
  const [reached, allowed] = [error.toExponential(1), threshold.toExponential(0)]
  const count = `${wrong.length} of ${values.length} ${values.length === 1 ? 'element' : 'elements'}`
  const table = showDifference(wrong, shape, [heading, values], ['yours', actual])
  const facts = cause('values/elements', { what, count, reached, allowed })
  return explained({ facts, what, actual, expected: values, shape, context, numbers: table, origin })
}

/** Returns the failure for a tensor with wrong elements, of which nobody has found out which ones they are. */
export function briefFailure(what: string, origin: Tensor, error: number, threshold: number): CheckFailure {
  const [reached, allowed] = [error.toExponential(1), threshold.toExponential(0)]
  const facts = cause('values/elements', { what, count: 'some elements', reached, allowed })
  return new CheckFailure('Wrong answer', facts, { isBrief: true, ...originOf(origin) })
}

/** Returns the call that gave a wrong value, and the name of the value in its result. */
function originOf(value: unknown): { origins?: RecordedCall[]; result?: string } {
  const call = callThatGave(value)
  return call === undefined ? {} : { origins: [call], result: nameIn(call, value) }
}

/** Returns the failure that states these facts, with all that is known about the wrong answer. */
function explained({
  facts,
  what,
  actual,
  expected,
  shape,
  context,
  numbers,
  origin,
}: Pick<WrongElements, 'what' | 'actual' | 'shape'> & {
  facts: Cause
  expected: ArrayLike<number>
  context: Context
  numbers?: string
  /** What the work returned. */
  origin: unknown
}): CheckFailure {
  const tolerance = 1e-6 * Math.max(1e-6, largest(expected))
  const difference = { what, actual, expected, shape, tolerance }
  return new CheckFailure('Wrong answer', facts, {
    numbers,
    pattern: explainPattern(difference, context),
    ...originOf(origin),
  })
}

/**
 * Fails unless a number has the expected value.
 *
 * @param threshold - the allowed error, relative to the expected value (or to 1, if that is smaller)
 * @param context - what is known about the case, to explain a wrong number by name
 * @returns the relative error
 */
export function expectNumber(
  what: string,
  actual: unknown,
  expected: number,
  threshold: number,
  context: NumberContext = {},
): number {
  if (typeof actual !== 'number' || !Number.isFinite(actual)) {
    const id =
      typeof actual !== 'number'
        ? 'values/no-number'
        : Number.isNaN(actual)
          ? 'values/number-nan'
          : 'values/number-infinite'
    throw new CheckFailure('Wrong answer', cause(id, { what, actual: typeOf(actual) }))
  }
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
  if (error <= threshold) return error
  const [shown, wanted] = formatApart(actual, expected)
  const facts = cause('values/number', {
    what,
    actual: shown,
    expected: wanted,
    difference: formatNumber(actual - expected),
  })
  throw explained({
    facts,
    what,
    actual: [actual],
    expected: [expected],
    shape: [1],
    context,
    origin: actual,
  })
}

/** Fails with this cause unless the condition holds. */
export function expectThat(condition: boolean, otherwise: Cause): asserts condition {
  if (!condition) throw new CheckFailure('Wrong answer', otherwise)
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value)
  if (value instanceof Promise) return 'a promise (the function must not be async)'
  if (Array.isArray(value)) return 'an array (wrap it: tensor([...]))'
  return ArrayBuffer.isView(value)
    ? 'a typed array (wrap it: new Tensor(data, shape))'
    : `of type ${typeof value}`
}
