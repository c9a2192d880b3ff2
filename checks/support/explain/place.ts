import type { Difference } from './context.ts'

/** The names of the axes that a learner reads in the handout, by the number of axes. */
const axisNames: Record<number, readonly string[]> = {
  2: ['example', 'column'],
  4: ['example', 'channel', 'row', 'column'],
}

/** In fewer elements than this, the wrong ones stand in some row or on the border by accident. */
const MOST_ACCIDENTAL = 12

/** The answer is wrong only in one place: in some examples, one channel, the last row, the border. */
export function explainPlace({ what, actual, expected, shape, tolerance }: Difference): string | undefined {
  const isWrong = Array.from(expected, (value, i) => !(Math.abs(actual[i] - value) <= tolerance))
  if (isWrong.every((wrong) => wrong) || expected.length < MOST_ACCIDENTAL) return undefined
  const index = (flat: number, axis: number): number => {
    const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
    return Math.floor(flat / inner) % shape[axis]
  }
  for (let axis = 0; axis < shape.length; axis++) {
    const wrongAt = new Set(isWrong.flatMap((wrong, i) => (wrong ? [index(i, axis)] : [])))
    if (wrongAt.size === shape[axis]) continue
    const name = axisNames[shape.length]?.[axis] ?? (shape.length === 1 ? 'element' : `index of axis ${axis}`)
    const places = [...wrongAt].toSorted((a, b) => a - b)
    if (axis === 0 && shape.length > 1 && !wrongAt.has(0) && wrongAt.size === shape[0] - 1) {
      return `${what} is right for the first ${name} and wrong for the others.`
    }
    if (places.length === 1 && shape[axis] > 1) {
      const [place] = places
      const which =
        place === shape[axis] - 1
          ? `the last ${name}`
          : place === 0
            ? `the first ${name}`
            : `${name} ${place}`
      return `${what} is wrong only in ${which}.`
    }
  }
  if (shape.length !== 4) return undefined
  const onBorder = (i: number): boolean =>
    [2, 3].some((axis) => index(i, axis) === 0 || index(i, axis) === shape[axis] - 1)
  const inside = isWrong.filter((_, i) => !onBorder(i))
  return inside.length < 2 || inside.includes(true)
    ? undefined
    : `${what} is wrong only on the border of the image. Look at the padding.`
}
