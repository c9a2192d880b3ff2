import type { Tensor } from '#kit/tensor/index.ts'
import { element, label, type Attributes } from '#kit/training/report/markup.ts'

/** What the colours of the diagrams mean. kit/training/report/dark-mode.ts has a dark one for each. */
export const COLOUR = {
  ink: '#222',
  muted: '#555',
  line: '#54555a',
  faint: '#dbdee4',
  ground: '#fff',
  /** Borders of zeros, and what is switched off. */
  empty: '#f0f1f3',
  /** Numbers on their way forward. */
  value: '#0072b2',
  valueGround: '#e8f1f7',
  /** Gradients, on their way back. */
  gradient: '#b84c00',
  gradientGround: '#fbe6d8',
} as const

/** Colours that tell four things apart: the ground of a cell, and its edge. */
export const FOUR = [
  { ground: '#e8f1f7', edge: '#0072b2' },
  { ground: '#fbe6d8', edge: '#b84c00' },
  { ground: '#dcf3eb', edge: '#00734f' },
  { ground: '#f7e8f0', edge: '#a3427a' },
] as const

/** Returns a complete diagram on a ground of its own. Its letters stay readable when a phone shows it at 420 pixels. */
export function diagram(width: number, height: number, content: readonly string[]): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, xmlns: 'http://www.w3.org/2000/svg' }
  const letters = { 'font-family': 'sans-serif', 'font-size': 13, fill: COLOUR.ink }
  const ground = element('rect', { width, height, fill: COLOUR.ground })
  return `${element('svg', { ...size, ...letters }, [ground, ...content].join('\n'))}\n`
}

/** A place for a {@link grid}: its upper left corner, and the size of its cells. */
export interface Place {
  x: number
  y: number
  cellWidth: number
  cellHeight: number
}

/** How a cell looks that holds a number. */
export interface Cell {
  ground?: string
  text?: string
  bold?: boolean
}

/** Draws a matrix as a grid of cells. `look` tells how each of them looks; they hold their numbers by default. */
export function grid(
  rows: readonly (readonly number[])[],
  { x, y, cellWidth, cellHeight }: Place,
  look: (row: number, column: number) => Cell = () => ({}),
): string {
  return rows
    .flatMap((row, i) =>
      row.map((value, j) => {
        const { ground = COLOUR.ground, text = written(value), bold } = look(i, j)
        const [left, top] = [x + j * cellWidth, y + i * cellHeight]
        const box = {
          x: left,
          y: top,
          width: cellWidth,
          height: cellHeight,
          fill: ground,
          stroke: COLOUR.line,
        }
        const weight = bold ? 'bold' : undefined
        const number = label(text, left + cellWidth / 2, top + cellHeight / 2, { 'font-weight': weight })
        return element('rect', box) + (text === '' ? '' : number)
      }),
    )
    .join('')
}

/** Draws a frame around some cells of a grid. */
export function frame(
  { x, y, cellWidth, cellHeight }: Place,
  cells: { row: number; column: number; rows: number; columns: number },
  stroke: string,
): string {
  return element('rect', {
    x: x + cells.column * cellWidth,
    y: y + cells.row * cellHeight,
    width: cells.columns * cellWidth,
    height: cells.rows * cellHeight,
    fill: 'none',
    stroke,
    'stroke-width': 3,
  })
}

/** Draws a straight arrow. */
export function arrow(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string = COLOUR.line,
): string {
  const length = Math.hypot(x2 - x1, y2 - y1)
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length]
  const [backX, backY] = [x2 - HEAD * dx, y2 - HEAD * dy]
  const head = [
    [x2, y2],
    [backX - (HEAD / 2) * dy, backY + (HEAD / 2) * dx],
    [backX + (HEAD / 2) * dy, backY - (HEAD / 2) * dx],
  ]
  const points = head.map((point) => point.map((each) => +each.toFixed(1)).join(' ')).join(',')
  return (
    element('line', { x1, y1, x2: backX, y2: backY, stroke, 'stroke-width': 1.5 }) +
    element('polygon', { points, fill: stroke })
  )
}

const HEAD = 8

/** Writes text that begins at x. */
export const textFrom = (text: string, x: number, y: number, attributes: Attributes = {}): string =>
  label(text, x, y, { 'text-anchor': 'start', ...attributes })

/** Writes a number with at most three decimals and a real minus sign. */
export const written = (value: number): string => String(+value.toFixed(3)).replace('-', '−')

/** The rows of a tensor of any shape whose last axis has so many columns. */
export function rowsOf(x: Tensor): number[][] {
  const columns = x.shape.at(-1) ?? 1
  return x.reshape([-1, columns]).toNested() as number[][]
}
