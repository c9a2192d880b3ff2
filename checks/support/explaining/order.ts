import { cause, type Cause } from '#kit/course/causes/index.ts'
import { allClose, type Difference } from './context.ts'

/** Explains right numbers in the wrong places: transposed, reversed along axes, or otherwise rearranged. */
export function explainOrder({ what, actual, expected, shape, tolerance }: Difference): Cause | undefined {
  if (expected.length < 2 || allClose(expected, Array.from(expected).fill(expected[0]), tolerance))
    return undefined
  const axes = shape.flatMap((length, axis) => (length > 1 ? [axis] : []))
  const pairs = axes.flatMap((a) => axes.filter((b) => a < b).map((b) => [a, b] as const))
  for (const [a, b] of pairs) {
    if (shape[a] !== shape[b]) continue
    const swapped = rearranged(expected, shape, (index) => index.with(a, index[b]).with(b, index[a]))
    if (!allClose(actual, swapped, tolerance)) continue
    return shape.length === 2
      ? cause('explain/transposed', { what })
      : cause('explain/axes-swapped', { what, first: a, second: b })
  }
  const reversed = (which: readonly number[]): number[] =>
    rearranged(expected, shape, (index) =>
      index.map((i, axis) => (which.includes(axis) ? shape[axis] - 1 - i : i)),
    )
  // Where there are only zeros and ones, another wrong order often looks like this one.
  const isTelling = new Set(Array.from(expected)).size > 2
  for (const which of isTelling ? [...axes.map((axis) => [axis]), ...pairs] : []) {
    if (!allClose(actual, reversed(which), tolerance)) continue
    const along = which.length === 1 ? `axis ${which[0]}` : `axes ${which.join(' and ')}`
    return cause('explain/reversed', { what, axes: along })
  }
  const sorted = (values: ArrayLike<number>): number[] => Array.from(values).toSorted((a, b) => a - b)
  if (!allClose(sorted(actual), sorted(expected), tolerance)) return undefined
  return cause('explain/rearranged', { what })
}

/** Moves to every index the value from another index. */
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
