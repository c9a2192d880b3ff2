import { numeral, quantity } from '../text/quantities.ts'
import type { Points } from './result.ts'

/** Writes points and how many there are: `2 of 3 points`. */
export const pointsText = ({ points, possible }: Points): string =>
  `${numeral(points)} of ${quantity(possible, 'point')}`

/** Writes the same for a table whose head says what it counts: `2 of 3`. */
export const pointsCell = ({ points, possible }: Points): string =>
  `${numeral(points)} of ${numeral(possible)}`
