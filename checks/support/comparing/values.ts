import { Tensor } from '#kit/tensor/index.ts'

/** Values, and words such as a verdict, by the name of what they belong to, such as `dx` or `config.velocity`. */
export type Values = Record<string, ArrayLike<number | string>>

/** Copies tensors, arrays and plain objects; everything else stays the same. */
export function copied<Value>(value: Value): Value {
  return copyOf(value) as Value
}

function copyOf(value: unknown): unknown {
  if (value instanceof Tensor) return new Tensor(value.data.slice(), value.shape)
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice()
  if (Array.isArray(value)) return value.map(copyOf)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]))
}

/** Copies all numbers and words in a result. @param results - only those under these names, if there are any */
export function valuesIn(result: unknown, results?: readonly string[]): Values {
  const found: Values = {}
  visit(result, results, (value, name) => {
    if (value instanceof Tensor) found[name] = value.data.slice()
    else if (ArrayBuffer.isView(value)) found[name] = (value as Float64Array).slice()
    else if (typeof value === 'number' || typeof value === 'string') found[name] = [value]
  })
  return found
}

/** The ending of a name under which {@link shapesIn} gives the shape of a tensor. */
export const OF_SHAPE = "'s shape"

/** Returns the shapes of all tensors in a result. */
export function shapesIn(result: unknown): Values {
  const found: Values = {}
  visit(result, undefined, (value, name) => {
    if (value instanceof Tensor) found[name + OF_SHAPE] = value.shape
  })
  return found
}

/** Visits everything in a result that is no plain object, with its name. */
function visit(
  result: unknown,
  results: readonly string[] | undefined,
  see: (value: unknown, name: string) => void,
): void {
  const visitAt = (value: unknown, name: string): void => {
    if (typeof value !== 'object' || value === null || value instanceof Tensor || ArrayBuffer.isView(value))
      see(value, name || 'the result')
    else for (const [key, item] of Object.entries(value)) visitAt(item, name === '' ? key : `${name}.${key}`)
  }
  if (results === undefined || result instanceof Tensor) visitAt(result, '')
  else for (const name of results) visitAt((result as Record<string, unknown>)[name], name)
}

/**
 * Returns the first name under which two results differ by more than a tolerance, if there is one.
 *
 * @param tolerance - relative to the largest number under that name
 * @param least - or to this number, if that is larger
 */
export function differing(one: Values, other: Values, tolerance = 0, least = 0): string | undefined {
  return Object.keys(one).find((name) => {
    const [expected, actual] = [one[name], other[name] ?? []]
    if (expected.length !== actual.length) return true
    const allowed = tolerance * Math.max(least, largestOf(expected))
    for (let i = 0; i < expected.length; i++) {
      const [a, b] = [expected[i], actual[i]]
      if (!Object.is(a, b) && !(Math.abs(Number(a) - Number(b)) <= allowed)) return true
    }
    return false
  })
}

/** Returns the largest absolute value of the finite numbers, or 0. */
function largestOf(values: Values[string]): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(Number(values[i]))
    if (size > largest && size < Infinity) largest = size
  }
  return largest
}
