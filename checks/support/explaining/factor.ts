import { cause, type Cause } from '#kit/course/causes/index.ts'
import { formatNumber } from '../comparing/format.ts'
import { allClose, hasSeveralNonzero, type Context, type Difference } from './context.ts'

/** Explains an answer that is the right one times a constant: names the constant and what it suggests. */
export function explainFactor(difference: Difference, { constants = {} }: Context): Cause | undefined {
  const { what, actual, expected, tolerance } = difference
  let at = 0
  for (let i = 1; i < expected.length; i++) if (Math.abs(expected[i]) > Math.abs(expected[at])) at = i
  const factor = actual[at] / expected[at]
  if (!Number.isFinite(factor) || factor === 0 || isNear(factor, 1)) return undefined
  const scaled = Array.from(expected, (value) => value * factor)
  if (!allClose(actual, scaled, tolerance * Math.max(1, Math.abs(factor)))) return undefined
  // A single number is always some multiple of the right one, so its factor must be a named constant.
  const several = hasSeveralNonzero(difference)
  if (several && isNear(factor, -1)) return cause('explain/sign', { what })
  const [sign, size] = factor < 0 ? ['-', -factor] : ['', factor]
  const guesses = Object.entries(constants).flatMap(([name, value]) => {
    if (value === 1) return []
    if (isNear(size, value)) return [`multiplied by ${name} = ${formatNumber(value)} once too often`]
    if (isNear(size, 1 / value)) return [`divided by ${name} = ${formatNumber(value)} once too often`]
    return []
  })
  if (several && isNear(size, 2)) guesses.push('counted twice')
  if (several && isNear(size, 0.5)) guesses.push('halved')
  if (!several && guesses.length === 0) return undefined
  if (guesses.length === 0 && !isSimple(size)) return undefined
  const values = { what, factor: `${sign}${formatFactor(size)}` }
  return guesses.length > 0
    ? cause('explain/named-factor', { ...values, guess: [...new Set(guesses)].join(', or ') })
    : cause('explain/factor', values)
}

/** Formats a factor: 1/3 says more than 0.333333. */
function formatFactor(size: number): string {
  const divisor = Math.round(1 / size)
  const isShort = isNear(Number(size.toFixed(3)), size)
  return !isShort && divisor > 1 && isNear(size, 1 / divisor) ? `1/${divisor}` : formatNumber(size)
}

/** Returns whether a factor is one that somebody would write: a small fraction, or a number of few digits. */
const isSimple = (size: number): boolean =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9].some((divisor) => isNear(size * divisor, Math.round(size * divisor))) ||
  isNear(1 / size, Math.round(1 / size)) ||
  isNear(size, Number(size.toFixed(2)))

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.abs(b)
