import { cause, type Cause } from '#kit/course/causes/index.ts'
import type { Context, Difference } from './context.ts'

/** The axis names used in the handout, by the number of axes. */
const axisNames: Record<number, readonly string[]> = {
  1: ['element'],
  2: ['example', 'column'],
  4: ['example', 'channel', 'row', 'column'],
}

/** The axis names for weights and their gradients. */
const weightAxisNames: Record<number, readonly string[]> = {
  2: ['row', 'column'],
  4: ['filter', 'channel', 'row', 'column'],
}

/** Returns whether `what` is about weights: `dw`, `grads.W1`, but not `w`, which has the shape of anything. */
const areWeights = (what: string): boolean => /\b(dw|W\d+)\b/.test(what)

/** The number of elements below which the wrong ones may lie in one row or on the border by accident. */
const MOST_ACCIDENTAL = 12

/**
 * Explains an answer that is wrong in only one place: a named one, some examples, a channel, the last row, the border.
 */
export function explainPlace(
  { what, actual, expected, shape, tolerance }: Difference,
  { places = {} }: Context = {},
): Cause | undefined {
  const isWrong = Array.from(expected, (value, i) => !(Math.abs(actual[i] - value) <= tolerance))
  if (isWrong.every((wrong) => wrong) || !isWrong.includes(true)) return undefined
  for (const [name, isThere] of Object.entries(places)) {
    if (isWrong.every((wrong, i) => wrong === isThere(i)))
      return cause('explain/named-place', { what, place: name })
  }
  if (expected.length < MOST_ACCIDENTAL) return undefined
  const wrongAt = new Set(isWrong.flatMap((wrong, i) => (wrong ? [indexAlong(i, 0, shape)] : [])))
  if (shape.length > 1 && !wrongAt.has(0) && wrongAt.size === shape[0] - 1) {
    const rest = shape[0] === 2 ? 'second' : 'others'
    return cause('explain/first-right', { what, axis: axisName(0, shape, what), rest })
  }
  const place = nameOfPlace(isWrong, shape, what)
  if (place) return cause('explain/place', { what, place })
  if (shape.length !== 4) return undefined
  const onBorder = (i: number): boolean =>
    [2, 3].some((axis) => [0, shape[axis] - 1].includes(indexAlong(i, axis, shape)))
  const inside = isWrong.filter((_, i) => !onBorder(i))
  return inside.length < 2 || inside.includes(true) ? undefined : cause('explain/border', { what })
}

/** Names the one index along some axis that all marked elements share: `the last row`, `channel 1`. */
export function nameOfPlace(
  isMarked: readonly boolean[],
  shape: readonly number[],
  what: string,
): string | undefined {
  for (let axis = 0; axis < shape.length; axis++) {
    const places = new Set(isMarked.flatMap((marked, i) => (marked ? [indexAlong(i, axis, shape)] : [])))
    if (places.size !== 1 || shape[axis] === 1) continue
    const [place] = places
    const name = axisName(axis, shape, what)
    if (place === shape[axis] - 1) return `the last ${name}`
    return place === 0 ? `the first ${name}` : `${name} ${place}`
  }
  return undefined
}

const axisName = (axis: number, shape: readonly number[], what: string): string =>
  (areWeights(what) ? weightAxisNames : axisNames)[shape.length]?.[axis] ?? `index of axis ${axis}`

function indexAlong(flat: number, axis: number, shape: readonly number[]): number {
  const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  return Math.floor(flat / inner) % shape[axis]
}
