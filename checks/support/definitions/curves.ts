import { meanOf } from './matrices.ts'

/** Returns the result of `readCurve`, from its definition. */
export const pointsOf = (values: readonly number[]) => {
  const [n, k] = [values.length, Math.max(1, Math.floor(values.length / 10))]
  const start = Math.floor((n - k) / 2)
  return {
    first: values[0],
    middle: meanOf(values.slice(start, start + k)),
    last: meanOf(values.slice(n - k)),
  }
}
