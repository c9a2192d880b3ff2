import { formatShape, sameShape, sizeOf, type Shape } from '#kit/tensor/index.ts'

/**
 * What a wrong shape looks like: transposed, an axis missing, an axis kept, flattened, the length of another axis.
 *
 * @param lengths - the case's sizes by name, `{ N: 3, M: 4 }`
 */
export function explainShape(
  actual: Shape,
  expected: Shape,
  lengths: Readonly<Record<string, number>> = {},
): string | undefined {
  if (actual.length === 2 && sameShape(actual, expected.toReversed())) return 'It is transposed.'
  const withoutOnes = (shape: Shape): number[] => shape.filter((length) => length !== 1)
  if (sameShape(withoutOnes(actual), withoutOnes(expected))) {
    return actual.length > expected.length
      ? 'An axis of size 1 was kept: sum and mean drop it unless they are told to keep it.'
      : 'An axis of size 1 is missing.'
  }
  if (sizeOf(actual) === sizeOf(expected)) {
    return `It has the right number of elements: reshape it to ${formatShape(expected)}.`
  }
  if (actual.length < expected.length && isSubsequence(actual, expected)) {
    return 'One axis too many was summed over.'
  }
  if (actual.length > expected.length && isSubsequence(expected, actual)) {
    return `An axis was not summed over (${formatShape(actual)} has one that ${formatShape(expected)} has not).`
  }
  if (actual.length !== expected.length) return undefined
  const axes = expected.flatMap((length, axis) => (length === actual[axis] ? [] : [axis]))
  const [more, alsoMore] = axes.map((axis) => actual[axis] - expected[axis])
  if (String(axes) === '2,3' && more === alsoMore && more > 0) {
    return `It has ${more} rows and ${more} columns too many: cut off all of the border, on every side.`
  }
  if (axes.length !== 1) return undefined
  const [got, wanted] = [actual, expected].map((shape) => nameOf(shape[axes[0]], lengths))
  return got && wanted ? `Axis ${axes[0]} has length ${got}; it should be ${wanted}.` : undefined
}

/** A length by the names that fit: `N = 3`, or `D = M = 1`. */
function nameOf(length: number, lengths: Readonly<Record<string, number>>): string | undefined {
  const names = Object.keys(lengths).filter((name) => lengths[name] === length)
  return names.length > 0 ? `${names.join(' = ')} = ${length}` : undefined
}

/** Whether `short` is what remains of `long` when some of its axes are left out. */
function isSubsequence(short: Shape, long: Shape): boolean {
  let found = 0
  for (const length of long) if (length === short[found]) found++
  return found === short.length
}
