import { element, label } from './markup.ts'

/** An entry of a legend: a name and its colour. */
export interface Entry {
  name: string
  colour: string
}

/** Sizes in a legend: the mark before a name, the space between the two, between entries, and between rows. */
const MARK = { width: 25, height: 3 }
const [BESIDE, GAP, ROW] = [5, 16, 18]

/** Divides the entries into rows. A new row begins when the next name does not fit. */
export function rowsOf<T extends Entry>(entries: readonly T[], width: number): T[][] {
  const rows: T[][] = []
  for (const entry of entries) {
    const row = rows.at(-1)
    if (row && widthOf([...row, entry]) <= width) row.push(entry)
    else rows.push([entry])
  }
  return rows
}

/** Returns the height of these rows. */
export const heightOf = (rows: readonly unknown[]): number => ROW * rows.length

/** Draws the rows of entries one below the other, centred. */
export const legend = (rows: readonly Entry[][], centre: number, top: number): string =>
  rows.map((row, i) => drawRow(row, centre - widthOf(row) / 2, top + ROW * (i + 0.5))).join('')

function drawRow(row: readonly Entry[], left: number, y: number): string {
  return row
    .map(({ name, colour }, i) => {
      const x = left + widthOf(row.slice(0, i)) + (i > 0 ? GAP : 0)
      const mark = element('rect', { x, y: y - MARK.height / 2, ...MARK, fill: colour })
      return mark + label(name, x + MARK.width + BESIDE, y, { 'text-anchor': 'start' })
    })
    .join('')
}

const widthOf = (row: readonly Entry[]): number =>
  row.reduce((sum, { name }) => sum + MARK.width + BESIDE + LETTER * name.length, 0) +
  GAP * Math.max(0, row.length - 1)

/**
 * The width to allow for an average letter of 12 pixels. The font is unknown, so this is for the wider of the fonts
 * that browsers use for `sans-serif`.
 */
const LETTER = 0.62 * 12
