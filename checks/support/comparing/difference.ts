import { sizeOf, type Shape } from '#kit/tensor/index.ts'
import { formatApart, formatIndex, formatNumber, formatTable } from './format.ts'

/** Values with a heading: `['expected', [1, 2]]`. */
export type Column = readonly [heading: string, values: ArrayLike<number>]

// Vitest strips colours from messages, so stars mark what is wrong. The picture in its UI has colours.

/** Limits on what is shown of a large tensor. */
const [MOST_ROWS, MOST_PLANES, WIDEST, LARGEST_MAP] = [8, 3, 96, 16]

/**
 * Shows two tensors that differ side by side. A matrix that fits on the screen is shown whole, with the wrong elements
 * marked. A larger one is shown as a list of its first wrong elements and a map of where they are.
 *
 * @param wrong - flat indices of the wrong elements
 */
export function showDifference(
  wrong: readonly number[],
  shape: Shape,
  expected: Column,
  actual: Column,
): string {
  const isWrong = new Set(wrong)
  const planes = planesOf(shape, isWrong)
  const first = planes.slice(0, MOST_PLANES)
  const whole = first.map((plane) => sideBySide(plane, isWrong, expected, actual))
  const others = planes.length - first.length
  const more = others > 0 ? [`    ... and ${others} more such ${others === 1 ? 'matrix' : 'matrices'}`] : []
  if (whole.every((text) => text !== undefined)) return [...whole, ...more].join('\n')
  return [listed(wrong, shape, expected, actual), ...mapped(first, isWrong)].join('\n')
}

/** One matrix of a tensor: its last two axes, at one index of the others. */
interface Plane {
  /** `[1, 0, ...]`, or an empty string if the tensor has at most two axes. */
  place: string
  rows: number
  columns: number
  /** The flat index of its first element. */
  start: number
}

/** Returns the matrices of a tensor that have wrong elements. */
function planesOf(shape: Shape, isWrong: ReadonlySet<number>): Plane[] {
  const [rows, columns] = [1, 1, ...shape].slice(-2)
  const outer = shape.slice(0, -2)
  const starts = Array.from({ length: sizeOf(outer) }, (_, plane) => plane * rows * columns)
  return starts.flatMap((start, plane) => {
    const any = Array.from({ length: rows * columns }, (_, k) => start + k).some((i) => isWrong.has(i))
    const place = outer.length === 0 ? '' : formatIndex(plane, outer).replace(']', ', ...]')
    return any ? [{ place, rows, columns, start }] : []
  })
}

/** Shows a plane twice, expected and actual; returns undefined if it is too large for that. */
function sideBySide(
  { place, rows, columns, start }: Plane,
  isWrong: ReadonlySet<number>,
  expected: Column,
  actual: Column,
): string | undefined {
  if (rows > MOST_ROWS) return undefined
  const grid = (side: 0 | 1) =>
    Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (__, c) => {
        const i = start + r * columns + c
        if (!isWrong.has(i)) return formatNumber([expected, actual][side][1][i])
        return `${formatApart(expected[1][i], actual[1][i])[side]}${side === 1 ? '*' : ''}`
      }),
    )
  const [left, right] = [grid(0), grid(1)].map(aligned)
  const heading = `${expected[0]} ${place}`.trimEnd()
  const gap = Math.max(left[0].length, heading.length) + 3
  if (gap + right[0].length > WIDEST) return undefined
  const lines = left.map((row, r) => row.padEnd(gap) + right[r].trimEnd())
  return [`${heading.padEnd(gap)}${actual[0]} (* wrong)`, ...lines].map((line) => `    ${line}`).join('\n')
}

/** Formats rows of cells as lines of text with aligned columns. */
function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = cells[0].map((_, c) => Math.max(...cells.map((row) => row[c].replace('*', '').length)))
  return cells.map((row) =>
    row
      .map((cell, c) => {
        const text = cell.replace('*', '').padStart(widths[c])
        return cell.endsWith('*') ? `${text}*` : `${text} `
      })
      .join(' '),
  )
}

/** Lists the first wrong elements, one per line. */
function listed(wrong: readonly number[], shape: Shape, expected: Column, actual: Column): string {
  const rows = wrong
    .slice(0, MOST_ROWS)
    .map((i) => [formatIndex(i, shape), ...formatApart(expected[1][i], actual[1][i])])
  const table = formatTable([['index', expected[0], actual[0]], ...rows])
  return wrong.length > MOST_ROWS ? `${table}\n    ... and ${wrong.length - MOST_ROWS} more` : table
}

/** Maps the first planes with wrong elements: a dot is right, a star wrong. Lists and large matrices get no map. */
function mapped(planes: readonly Plane[], isWrong: ReadonlySet<number>): string[] {
  const { rows, columns } = planes[0]
  if (rows < 2 || Math.max(rows, columns) > LARGEST_MAP) return []
  return planes.map(({ place, start }) => {
    const lines = Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (__, c) => (isWrong.has(start + r * columns + c) ? '*' : '·')).join(
        ' ',
      ),
    )
    return [`Where it is wrong${place && ` at ${place}`}:`, ...lines].map((line) => `    ${line}`).join('\n')
  })
}
