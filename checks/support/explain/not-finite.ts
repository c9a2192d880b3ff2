import { formatIndex } from '../format.ts'
import { nameOfPlace } from './place.ts'

/** Where a tensor is not finite, and where that can come from; nothing if it is finite. */
export function explainNotFinite(
  what: string,
  values: ArrayLike<number>,
  shape: readonly number[],
): string | undefined {
  const isBad = Array.from(values, (value) => !Number.isFinite(value))
  const first = isBad.indexOf(true)
  if (first === -1) return undefined
  const count = isBad.filter((bad) => bad).length
  const place = nameOfPlace(isBad, shape, what)
  return `${what} is ${values[first]} at ${formatIndex(first, shape)}${others(count, values.length, place)}. ${originOf(values[first])}`
}

/** How many other elements are not finite either. */
function others(count: number, size: number, place: string | undefined): string {
  if (size === 1) return ''
  if (count === size) return ', and so is every other element'
  if (count === 1) return ', and finite everywhere else'
  return `, the first of ${count} of ${size} elements that are not finite${place ? `, all in ${place}` : ''}`
}

/** What makes NaN and infinity, in a sentence. */
export const originOf = (value: number): string =>
  Number.isNaN(value)
    ? 'NaN comes of 0 / 0, Infinity - Infinity, the root or logarithm of a negative number, or an index outside an array.'
    : 'Infinity comes of a division by 0, the logarithm of 0, or e^x beyond x = 709.'
