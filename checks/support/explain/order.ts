import { allClose, type Difference } from './context.ts'

/** The right numbers stand in the wrong places: transposed, reversed along axes, or otherwise rearranged. */
export function explainOrder({ what, actual, expected, shape, tolerance }: Difference): string | undefined {
  if (expected.length < 2 || allClose(expected, Array.from(expected).fill(expected[0]), tolerance))
    return undefined
  const axes = shape.flatMap((length, axis) => (length > 1 ? [axis] : []))
  const pairs = axes.flatMap((a) => axes.filter((b) => a < b).map((b) => [a, b] as const))
  for (const [a, b] of pairs) {
    if (shape[a] !== shape[b]) continue
    const swapped = rearranged(expected, shape, (index) => index.with(a, index[b]).with(b, index[a]))
    if (!allClose(actual, swapped, tolerance)) continue
    return shape.length === 2
      ? `${what} is the transpose of the right answer.`
      : `${what} is the right answer with axes ${a} and ${b} swapped.`
  }
  const reversed = (which: readonly number[]): number[] =>
    rearranged(expected, shape, (index) =>
      index.map((i, axis) => (which.includes(axis) ? shape[axis] - 1 - i : i)),
    )
  for (const which of [...axes.map((axis) => [axis]), ...pairs]) {
    if (!allClose(actual, reversed(which), tolerance)) continue
    return `${what} is the right answer in reverse order along ${which.length === 1 ? `axis ${which[0]}` : `axes ${which.join(' and ')}`}.`
  }
  const sorted = (values: ArrayLike<number>): number[] => Array.from(values).toSorted((a, b) => a - b)
  if (!allClose(sorted(actual), sorted(expected), tolerance)) return undefined
  return `${what} holds the right numbers in the wrong places. Is it reshaped where it should be transposed?`
}

/** At every index, the value that stands at another one. */
function rearranged(
  values: ArrayLike<number>,
  shape: readonly number[],
  from: (index: number[]) => number[],
): number[] {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  )
  return Array.from(values, (_, flat) => {
    const index = shape.map((length, axis) => Math.floor(flat / strides[axis]) % length)
    return values[from(index).reduce((sum, i, axis) => sum + i * strides[axis], 0)]
  })
}
