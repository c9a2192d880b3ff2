import { formatShape, sameShape, sizeOf, type Shape } from '#kit/tensor/index.ts'

/** What a wrong shape looks like: transposed, an axis missing, an axis kept, flattened. */
export function explainShape(actual: Shape, expected: Shape): string | undefined {
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
  return undefined
}

/** Whether `short` is what remains of `long` when some of its axes are left out. */
function isSubsequence(short: Shape, long: Shape): boolean {
  let found = 0
  for (const length of long) if (length === short[found]) found++
  return found === short.length
}
