import type { Points } from '../../result.ts'

/** Writes a number with two decimals at most. */
export const numeral = (value: number): string => String(Number(value.toFixed(2)))

/** Writes a number with its noun: `1 point`, `2 points`. */
export const quantity = (count: number, noun: string): string =>
  `${numeral(count)} ${noun}${count === 1 ? '' : 's'}`

/** Writes points and how many there are: `2 of 3 points`. */
export const points = ({ points: earned, possible }: Points): string =>
  `${numeral(earned)} of ${quantity(possible, 'point')}`
