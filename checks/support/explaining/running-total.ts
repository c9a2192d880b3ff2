import { cause, type Cause } from '#kit/course/causes/index.ts'
import { allClose, type Difference } from './context.ts'

/** The number of elements below which one may be the sum of others by accident. */
const LEAST = 4

/** Explains numbers that are running totals of the right ones, because a sum goes on from one number to the next. */
export function explainRunningTotal({
  what,
  actual,
  expected,
  shape,
  tolerance,
}: Difference): Cause | undefined {
  if (expected.length < LEAST) return undefined
  // One axis after the other, and then all numbers in their order.
  const ways = shape.map((length, axis) => ({
    length,
    step: shape.slice(axis + 1).reduce((product, next) => product * next, 1),
  }))
  ways.push({ length: expected.length, step: 1 })
  const isOne = ways.some(({ length, step }) => {
    if (length < 2) return false
    const totals = Float64Array.from(expected)
    for (let i = 0; i < totals.length; i++)
      if (Math.floor(i / step) % length > 0) totals[i] += totals[i - step]
    return allClose(actual, totals, tolerance * length)
  })
  return isOne ? cause('explain/running-total', { what }) : undefined
}
