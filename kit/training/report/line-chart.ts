import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { bottomAxis, grid, labelDistance, leftAxis, rightAxis, type Frame } from './axes.ts'
import { heightOf, legend, rowsOf } from './legend.ts'
import { element, picture } from './markup.ts'
import { coloursInOrder } from './ordered-colours.ts'

/** One line of a {@link lineChart}. */
export interface Series {
  name: string
  /** The points in order of x. The line has a gap where y is not finite. */
  values: readonly (readonly [x: number, y: number])[]
  /** Draws a thin, pale line: for values that jump from point to point. */
  thin?: boolean
  /** Plots the line against the right axis. */
  right?: boolean
  /** Marks every point: for lines through a few measured values. */
  points?: boolean
}

/** The content of a {@link lineChart}. */
export interface LineChart {
  title: string
  xLabel: string
  yLabel: string
  /** The label of the right axis, for series plotted against it. */
  rightLabel?: string
  /** Makes the x axis logarithmic; all x must be above 0. */
  logX?: boolean
  /** The start of the x axis; the first point by default. */
  xMin?: number
  /** Cuts off higher values: for curves that diverge. */
  yMax?: number
  /**
   * Width and height, 640 x 360 by default. The font size is fixed, so a smaller picture has relatively larger letters.
   * That suits a picture that is scaled to the available space.
   */
  size?: readonly [width: number, height: number]
  series: readonly Series[]
}

// Distinguishable also by colour-blind people (Okabe and Ito 2008).
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000', '#888888']

/** The distance of the label of a vertical axis from the edge of the picture. */
const EDGE_OF_LABEL = 14

/**
 * Draws a line chart as an SVG picture on a white background. If there are more lines than colours, such as one for
 * each layer of a deep network, their colours go from dark blue for the first to orange for the last.
 */
export function lineChart(options: LineChart): string {
  const { title, xLabel, yLabel, rightLabel, logX = false, xMin, yMax, series } = options
  const [width, height] = options.size ?? [640, 360]
  const colours = series.length > COLOURS.length ? coloursInOrder(series.length) : COLOURS
  const entries = series.length > 1 ? series.map(({ name }, i) => ({ name, colour: colours[i] })) : []
  const rows = rowsOf(entries, width - 30)
  const vertical = { top: rows.length > 0 ? 50 + heightOf(rows) : 48, bottom: height - 48 }
  const [left, right] = [leftScale(series, yMax), rightScale(series)]
  const frame: Frame = {
    left: EDGE_OF_LABEL + labelDistance(left, vertical),
    right: width - (rightLabel ? EDGE_OF_LABEL + labelDistance(right, vertical) : 24),
    ...vertical,
  }
  const points = series.flatMap(({ values }) => values.filter(isFinitePoint))
  const [first, last] = rangeOf(points.map(([x]) => x))
  const x = (logX ? scaleLog() : scaleLinear()).domain([xMin ?? first, last])
  const axes = {
    x: x.range([frame.left, frame.right]),
    left,
    right,
  }
  for (const y of [axes.left, axes.right]) y.range([frame.bottom, frame.top])
  const lines = series.map((each, i) =>
    drawSeries(each, axes.x, each.right ? axes.right : axes.left, colours[i]),
  )
  return picture(
    width,
    height,
    title,
    legend(rows, width / 2, 36) +
      grid(axes.x, axes.left, frame) +
      leftAxis(axes.left, frame, yLabel) +
      (rightLabel ? rightAxis(axes.right, frame, rightLabel) : '') +
      bottomAxis(axes.x, frame, xLabel) +
      inside(frame, lines.join('')),
  )
}

type Scale = (value: number) => number
type Point = readonly [x: number, y: number]

const isFinitePoint = ([, y]: Point): boolean => Number.isFinite(y)

/** Returns a scale around all values of the series on the left axis. */
function leftScale(series: readonly Series[], yMax?: number) {
  const [lowest, highest] = rangeOf(finiteValues(series.filter(({ right }) => !right)))
  if (yMax === undefined) return scaleLinear().domain([lowest, highest]).nice(5)
  const [bottom] = scaleLinear()
    .domain([lowest < yMax ? lowest : 0, yMax])
    .nice(5)
    .domain()
  return scaleLinear().domain([bottom, yMax])
}

/** Returns a scale from 0 to the highest value of the series on the right axis. */
const rightScale = (series: readonly Series[]) =>
  scaleLinear()
    .domain(rangeOf([0, ...finiteValues(series.filter(({ right }) => right))]))
    .nice(5)

const finiteValues = (series: readonly Series[]): number[] =>
  series.flatMap(({ values }) => values.filter(isFinitePoint).map(([, y]) => y))

/** Returns the lowest and the highest of some values, or 0 and 1 if there are none. */
function rangeOf(values: readonly number[]): [lowest: number, highest: number] {
  let [lowest, highest] = [Infinity, -Infinity]
  for (const value of values) [lowest, highest] = [Math.min(lowest, value), Math.max(highest, value)]
  return values.length > 0 ? [lowest, highest] : [0, 1]
}

/** A coordinate far outside of every picture, but small enough for every viewer. */
const FAR = 1e4

function drawSeries(
  { values, thin = false, points = false }: Series,
  x: Scale,
  y: Scale,
  colour: string,
): string {
  const places = values.map(([px, py]): Point => [
    x(px),
    Number.isFinite(py) ? Math.min(Math.max(y(py), -FAR), FAR) : NaN,
  ])
  const path = line<Point>().defined(isFinitePoint).digits(1)(sampled(places))
  const width = thin ? { 'stroke-width': 1, 'stroke-opacity': 0.4 } : { 'stroke-width': 2 }
  const round = { 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }
  const drawn = element('path', { d: path ?? '', fill: 'none', stroke: colour, ...width, ...round })
  if (!points && values.length > 1) return drawn
  const marks = places
    .filter(isFinitePoint)
    .map(([cx, cy]) => element('circle', { cx, cy, r: 2.5, fill: colour }))
  return drawn + marks.join('')
}

/**
 * Reduces thousands of steps to what a picture can show. In each column of pixels only the lowest and the highest point
 * remain, so that peaks are kept.
 */
function sampled(places: readonly Point[]): readonly Point[] {
  const columns = Map.groupBy(places, ([x]) => Math.floor(x))
  if (places.length <= 2 * columns.size) return places
  return [...columns.values()].flatMap((column) => {
    const heights = column.map(([, y]) => y)
    if (column.length <= 2 || heights.some(Number.isNaN)) return column
    const extremes = [heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights))]
    return extremes.toSorted((a, b) => a - b).map((i) => column[i])
  })
}

/** Clips the content to the frame, with a small margin so that marks on its edge are whole. */
function inside({ left, right, top, bottom }: Frame, content: string): string {
  const [x, y, width, height] = [left - EDGE, top - EDGE, right - left + 2 * EDGE, bottom - top + 2 * EDGE]
  // An SVG picture inside another one clips its content.
  return element('svg', { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` }, content)
}

const EDGE = 3
