import { add, sub, Tensor, zeros } from '#kit/tensor/index.ts'
import { formatNumber } from '../format.ts'
import { allClose, type Context, type Difference } from './context.ts'

/** A term is missing or one too many: which one, or that the answer is off by the same number everywhere. */
export function explainTerm(difference: Difference, { terms = {} }: Context): string | undefined {
  const { what, actual, expected, shape, tolerance } = difference
  const gap = sub(tensorOf(actual, shape), tensorOf(expected, shape))
  for (const [name, term] of Object.entries(terms)) {
    const broadcast = add(zeros(shape), term)
    if (broadcast.data.every((value) => value === 0)) continue
    if (allClose(gap.data, broadcast.data, tolerance))
      return `${what} is off by ${name}: it was added once too often.`
    const negative = sub(zeros(shape), broadcast)
    if (allClose(gap.data, negative.data, tolerance)) return `${what} is off by ${name}: it is missing.`
  }
  if (gap.size < 2) return undefined
  const [first] = gap.data
  const constant = allClose(gap.data, Array.from(gap.data).fill(first), tolerance)
  return constant ? `Every element of ${what} is off by the same number, ${formatNumber(first)}.` : undefined
}

const tensorOf = (values: ArrayLike<number>, shape: readonly number[]): Tensor =>
  new Tensor(Float64Array.from(values), shape)
