import { cause, type Cause } from '#kit/course/causes/index.ts'
import { formatShape, sameShape, sizeOf, type Shape } from '#kit/tensor/index.ts'

/**
 * Explains a wrong shape: transposed, an axis missing, an axis kept, flattened, the length of another axis.
 *
 * @param lengths - the case's sizes by name, `{ N: 3, M: 4 }`
 */
export function explainShape(
  what: string,
  actual: Shape,
  expected: Shape,
  lengths: Readonly<Record<string, number>> = {},
): Cause {
  const shapes = { what, actual: formatShape(actual), expected: formatShape(expected) }
  if (actual.length === 2 && sameShape(actual, expected.toReversed()))
    return cause('shape/transposed', shapes)
  if (actual.includes(0) && !expected.includes(0)) return cause('shape/empty', shapes)
  // Initial parameters are not computed from anything.
  if (what.startsWith('params.')) return cause('shape/other', shapes)
  const withoutOnes = (shape: Shape): number[] => shape.filter((length) => length !== 1)
  if (sameShape(withoutOnes(actual), withoutOnes(expected))) {
    return actual.length > expected.length
      ? cause('shape/axis-kept', shapes)
      : cause('shape/axis-missing', shapes)
  }
  if (sizeOf(actual) === sizeOf(expected)) {
    return cause('shape/reshape', shapes)
  }
  if (actual.length < expected.length && isSubsequence(actual, expected)) {
    return cause('shape/summed-too-often', shapes)
  }
  if (actual.length > expected.length && isSubsequence(expected, actual)) {
    return cause('shape/not-summed', shapes)
  }
  if (actual.length !== expected.length) return cause('shape/other', shapes)
  const axes = expected.flatMap((length, axis) => (length === actual[axis] ? [] : [axis]))
  const [more, alsoMore] = axes.map((axis) => actual[axis] - expected[axis])
  if (String(axes) === '2,3' && more === alsoMore && more > 0) {
    return cause('shape/border-left', { ...shapes, rows: more })
  }
  if (axes.length !== 1) return cause('shape/other', shapes)
  const [got, wanted] = [actual, expected].map((shape) => nameOf(shape[axes[0]], lengths))
  if (!got || !wanted) return cause('shape/other', shapes)
  return axes[0] === 0
    ? cause('shape/first-axis', { ...shapes, got, wanted })
    : cause('shape/other-axis', { ...shapes, axis: axes[0], got, wanted })
}

/** Describes a length by the names that fit: `N = 3`, or `D = M = 1`. */
function nameOf(length: number, lengths: Readonly<Record<string, number>>): string | undefined {
  const names = Object.keys(lengths).filter((name) => lengths[name] === length)
  return names.length > 0 ? `${names.join(' = ')} = ${length}` : undefined
}

/** Returns whether `short` is `long` without some of its axes. */
function isSubsequence(short: Shape, long: Shape): boolean {
  let found = 0
  for (const length of long) if (length === short[found]) found++
  return found === short.length
}
