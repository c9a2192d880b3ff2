import { allClose, type Difference } from './context.ts'

/** The right numbers stand in the wrong places: transposed, reversed along an axis, or otherwise rearranged. */
export function explainOrder({ what, actual, expected, shape, tolerance }: Difference): string | undefined {
  if (expected.length < 2 || allClose(expected, Array.from(expected).fill(expected[0]), tolerance))
    return undefined
  const [rows, columns] = shape
  if (shape.length === 2 && rows === columns) {
    const transposed = Array.from(
      expected,
      (_, i) => expected[(i % columns) * rows + Math.floor(i / columns)],
    )
    if (allClose(actual, transposed, tolerance)) return `${what} is the transpose of the right answer.`
  }
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] > 1 && allClose(actual, reversed(expected, shape, axis), tolerance)) {
      return `${what} is the right answer in reverse order along axis ${axis}.`
    }
  }
  const sorted = (values: ArrayLike<number>): number[] => Array.from(values).toSorted((a, b) => a - b)
  if (!allClose(sorted(actual), sorted(expected), tolerance)) return undefined
  return `${what} holds the right numbers in the wrong places. Is it reshaped where it should be transposed?`
}

function reversed(values: ArrayLike<number>, shape: readonly number[], axis: number): number[] {
  const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  const length = shape[axis]
  return Array.from(values, (_, i) => {
    const along = Math.floor(i / inner) % length
    return values[i + (length - 1 - 2 * along) * inner]
  })
}
