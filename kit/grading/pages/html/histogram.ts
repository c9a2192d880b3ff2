import { escape, folded } from './markup.ts'
import { quantity } from '../../../text/quantities.ts'

const [WIDTH, HEIGHT] = [560, 220]
const FRAME = { left: 6, right: WIDTH - 6, top: 22, bottom: HEIGHT - 40 }
/** The most columns that fit, and the sizes that they may have, in points. */
const MOST_COLUMNS = 15
const SIZES = [1, 2, 5, 10, 20, 25, 50, 100]

/** The learners whose points are at least `from`, and below the next column. */
interface Column {
  from: number
  /** The most points of the column. */
  to: number
  count: number
}

/** Returns how many learners have how many points, in columns of the same round size. The last one may be narrower. */
export function columnsOf(values: readonly number[], possible: number): Column[] {
  const size = sizeFor(possible)
  const last = Math.floor(possible / size)
  return Array.from({ length: last + 1 }, (_, i) => ({
    from: i * size,
    to: i === last ? possible : (i + 1) * size - 1,
    count: values.filter((value) => Math.floor(value / size) === i).length,
  }))
}

const sizeFor = (possible: number): number =>
  SIZES.find((each) => Math.floor(possible / each) < MOST_COLUMNS) ?? Math.ceil(possible / (MOST_COLUMNS - 1))

/** Draws how the points of a class are distributed, as an SVG picture and a table that says the same. */
export function histogram(values: readonly number[], possible: number): string {
  const columns = columnsOf(values, possible)
  const size = sizeFor(possible)
  const { left, right, top, bottom } = FRAME
  const most = Math.max(1, ...columns.map(({ count }) => count))
  const room = (right - left) / columns.length
  const drawn = columns.map(({ from, count }, i) => {
    const height = ((bottom - top) * count) / most
    const x = left + i * room
    const middle = (x + room / 2).toFixed(1)
    const bar = `<rect x="${(x + 2).toFixed(1)}" y="${(bottom - height).toFixed(1)}" width="${(room - 4).toFixed(1)}" height="${height.toFixed(1)}" rx="2"/>`
    const number = `<text class="value" x="${middle}" y="${(bottom - height - 6).toFixed(1)}">${count}</text>`
    return `${count === 0 ? '' : bar + number}<text x="${middle}" y="${bottom + 17}">${from}</text>`
  })
  const rows = columns.map(
    ({ from, to, count }) =>
      `<tr><th scope="row">${from === to ? from : `${from} to ${to}`}</th><td class="points">${count}</td></tr>`,
  )
  const name = `How many learners have how many points: ${columns
    .filter(({ count }) => count > 0)
    .map(
      ({ from, to, count }) =>
        `${quantity(count, 'learner')} with ${from === to ? from : `${from} to ${to}`}`,
    )
    .join(', ')}`
  return `<svg class="histogram" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(name)}">
<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${drawn.join('\n')}
<text x="${(left + right) / 2}" y="${HEIGHT - 5}">points, ${size} to a column</text>
</svg>
${folded('The same as a table', `<table class="narrow"><thead><tr><th scope="col">Points</th><th scope="col" class="points">Learners</th></tr></thead><tbody>${rows.join('')}</tbody></table>`)}`
}
