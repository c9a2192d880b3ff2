import { cause, type Cause } from '#kit/course/causes/index.ts'
import { formatIndex } from '../comparing/format.ts'
import { nameOfPlace } from './place.ts'

/** Explains where a tensor is not finite and what may have caused it; returns undefined if it is finite. */
export function explainNotFinite(
  what: string,
  values: ArrayLike<number>,
  shape: readonly number[],
): Cause | undefined {
  const isBad = Array.from(values, (value) => !Number.isFinite(value))
  const first = isBad.indexOf(true)
  if (first === -1) return undefined
  const count = isBad.filter((bad) => bad).length
  const place = nameOfPlace(isBad, shape, what)
  return cause(Number.isNaN(values[first]) ? 'values/nan' : 'values/infinite', {
    what,
    value: values[first],
    index: formatIndex(first, shape),
    others: others(count, values.length, place),
  })
}

/** Describes how many other elements are not finite. */
function others(count: number, size: number, place: string | undefined): string {
  if (size === 1) return ''
  if (count === size) return ', and so is every other element'
  if (count === 1) return ', and finite everywhere else'
  return `, the first of ${count} of ${size} elements that are not finite${place ? `, all in ${place}` : ''}`
}
