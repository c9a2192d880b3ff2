import { InvalidArgumentError } from 'commander'
import { decimal } from '../../text/decimal.ts'

/** Parses the value of an option. Commander adds the option's name to the error. */
type ReadNumber = (text: string) => number

const numberThat =
  (allowed: string, accepts: (value: number) => boolean): ReadNumber =>
  (text) => {
    const value = decimal(text)
    if (Number.isNaN(value)) throw new InvalidArgumentError(`It must be ${allowed}, in decimal digits.`)
    if (!accepts(value)) throw new InvalidArgumentError(`It must be ${allowed}.`)
    return value
  }

/** 0, 1, 2, ... */
export const wholeNumber = numberThat('a whole number', (value) => Number.isSafeInteger(value) && value >= 0)
/** 1, 2, 3, ... */
export const count = numberThat(
  'a whole number of at least 1',
  (value) => Number.isSafeInteger(value) && value >= 1,
)
/** 0, 1, 2, ..., most. */
export const from0To = (most: number): ReadNumber =>
  numberThat(
    `a whole number from 0 to ${most}`,
    (value) => Number.isSafeInteger(value) && value >= 0 && value <= most,
  )
/** 1, 2, 3, ..., most. */
export const upTo = (most: number): ReadNumber =>
  numberThat(
    `a whole number from 1 to ${most}`,
    (value) => Number.isSafeInteger(value) && value >= 1 && value <= most,
  )
export const positive = numberThat('a number above 0', (value) => value > 0 && value < Infinity)
export const notNegative = numberThat('a number of at least 0', (value) => value >= 0 && value < Infinity)
export const positiveUpTo1 = numberThat('a number above 0 and at most 1', (value) => value > 0 && value <= 1)
export const atLeast0Below1 = numberThat(
  'a number of at least 0 and below 1',
  (value) => value >= 0 && value < 1,
)

/** Parses counts with commas between them, `200,100`; exactly `length` of them if it is given. */
export function counts(text: string, length?: number): number[] {
  const numbers = text.split(',').map(count)
  if (length !== undefined && numbers.length !== length) {
    throw new InvalidArgumentError(length === 1 ? 'It must be one number.' : `It must be ${length} numbers.`)
  }
  return numbers
}

/** Parses a port number. */
export const port = numberThat(
  'a whole number from 0 to 65535',
  (value) => Number.isInteger(value) && value >= 0 && value < 65536,
)
