import { cause, type Cause } from '#kit/course/causes/index.ts'
import { add, sub, Tensor, zeros } from '#kit/tensor/index.ts'
import { formatNumber } from '../comparing/format.ts'
import { allClose, distance, hasSeveralNonzero, type Context, type Difference } from './context.ts'

/** The number of elements below which each row may be off by its own constant by accident. */
const LEAST_TELLING = 6

/**
 * Explains a missing or superfluous term: names the term, or says that the answer is off by the same number everywhere.
 */
export function explainTerm(difference: Difference, { terms = {} }: Context): Cause | undefined {
  const { what, actual, expected, shape, tolerance } = difference
  const gap = sub(tensorOf(actual, shape), tensorOf(expected, shape))
  for (const [name, term] of Object.entries(terms)) {
    const broadcast = add(zeros(shape), term)
    if (broadcast.data.every((value) => value === 0)) continue
    if (allClose(gap.data, broadcast.data, tolerance))
      return cause('explain/term-too-many', { what, term: name })
    const negative = sub(zeros(shape), broadcast)
    if (allClose(gap.data, negative.data, tolerance))
      return cause('explain/term-missing', { what, term: name })
    if (allClose(gap.data, add(negative, negative).data, tolerance))
      return cause('explain/term-subtracted', { what, term: name })
  }
  if (gap.size < 2) return undefined
  const [first] = gap.data
  // Differences hardly larger than the tolerance would all count as equal.
  const spread = Math.min(tolerance, distance(gap.data, zeros(shape).data) / 100)
  if (allClose(gap.data, Array.from(gap.data).fill(first), spread))
    return cause('explain/same-number', { what, number: formatNumber(first) })
  const [rows, columns] = shape
  if (shape.length !== 2 || rows < 2 || columns < 2 || gap.size < LEAST_TELLING) return undefined
  const constantAlong = (axis: 0 | 1): boolean =>
    gap.data.every((value, i) => {
      const start = axis === 0 ? i % columns : i - (i % columns)
      return Math.abs(value - gap.data[start]) <= spread
    })
  if (constantAlong(0)) return cause('explain/number-per-column', { what })
  return constantAlong(1) ? cause('explain/number-per-row', { what }) : undefined
}

/** Explains an answer that is the same number everywhere. */
export function explainConstant(difference: Difference): Cause | undefined {
  const { what, actual, expected, tolerance } = difference
  const isConstant = (values: ArrayLike<number>): boolean =>
    allClose(values, Array.from(values).fill(values[0]), tolerance)
  if (!hasSeveralNonzero(difference) || !isConstant(actual) || isConstant(expected)) return undefined
  return cause('explain/constant', { what, number: formatNumber(actual[0]) })
}

const tensorOf = (values: ArrayLike<number>, shape: readonly number[]): Tensor =>
  new Tensor(Float64Array.from(values), shape)
