import type { ScaleContinuousNumeric } from 'd3-scale'
import { element, label } from './markup.ts'

/** The position of a chart's axes, in pixels from the left and from the top. */
export interface Frame {
  left: number
  right: number
  top: number
  bottom: number
}

/** Maps numbers to positions and can choose round numbers. */
type Scale = ScaleContinuousNumeric<number, number>

/** The approximate distance between ticks, in pixels. */
const [ACROSS, DOWN] = [90, 45]
/** The length of a tick, and the distance of its number from the axis. */
const [TICK, BESIDE] = [5, 8]

/** The width to allow for a digit of 12 pixels, and the space between the numbers and the middle of the axis label. */
const [DIGIT, GAP] = [7, 12]

/** Returns the distance of the label of a vertical axis from the axis, so that it does not touch the longest number. */
export function labelDistance(scale: Scale, frame: Pick<Frame, 'top' | 'bottom'>): number {
  const longest = Math.max(0, ...ticksDown(scale, frame).map((tick) => numeral(tick).length))
  return Math.max(50, BESIDE + DIGIT * longest + GAP)
}

/** Draws pale lines behind a chart, at the numbers of the bottom and left axes. */
export const grid = (x: Scale, y: Scale, frame: Frame): string =>
  ticksAcross(x, frame)
    .map((tick) => vertical(x(tick), frame.top, frame.bottom, GRID))
    .join('') +
  ticksDown(y, frame)
    .map((tick) => horizontal(y(tick), frame.left, frame.right, GRID))
    .join('')

/** Draws the horizontal axis at the bottom. */
export function bottomAxis(scale: Scale, frame: Frame, name: string): string {
  const { left, right, bottom } = frame
  const numbers = ticksAcross(scale, frame).map(
    (tick) =>
      vertical(scale(tick), bottom, bottom + TICK, AXIS) + label(numeral(tick), scale(tick), bottom + 14),
  )
  return (
    horizontal(bottom, left, right, AXIS) + numbers.join('') + label(name, (left + right) / 2, bottom + 34)
  )
}

/** Draws the vertical axis on the left. */
export function leftAxis(scale: Scale, frame: Frame, name: string): string {
  const { left, top, bottom } = frame
  const numbers = ticksDown(scale, frame).map(
    (tick) =>
      horizontal(scale(tick), left - TICK, left, AXIS) +
      label(numeral(tick), left - BESIDE, scale(tick), { 'text-anchor': 'end' }),
  )
  return (
    vertical(left, top, bottom, AXIS) +
    numbers.join('') +
    upwards(name, left - labelDistance(scale, frame), (top + bottom) / 2)
  )
}

/** Draws the vertical axis on the right. */
export function rightAxis(scale: Scale, frame: Frame, name: string): string {
  const { right, top, bottom } = frame
  const numbers = ticksDown(scale, frame).map(
    (tick) =>
      horizontal(scale(tick), right, right + TICK, AXIS) +
      label(numeral(tick), right + BESIDE, scale(tick), { 'text-anchor': 'start' }),
  )
  return (
    vertical(right, top, bottom, AXIS) +
    numbers.join('') +
    upwards(name, right + labelDistance(scale, frame), (top + bottom) / 2)
  )
}

/** Draws a label that reads from bottom to top. */
export const upwards = (name: string, x: number, y: number): string =>
  label(name, x, y, { transform: `rotate(-90 ${x} ${y})` })

const [AXIS, GRID] = ['#54555a', '#dbdee4']

const horizontal = (y: number, x1: number, x2: number, stroke: string): string =>
  element('line', { x1, x2, y1: y, y2: y, stroke })

const vertical = (x: number, y1: number, y2: number, stroke: string): string =>
  element('line', { x1: x, x2: x, y1, y2, stroke })

const ticksDown = (scale: Scale, { top, bottom }: Pick<Frame, 'top' | 'bottom'>): number[] =>
  scale.ticks((bottom - top) / DOWN)

/** Returns the ticks of a horizontal axis. On a logarithmic one they are powers of ten if there are at least two. */
function ticksAcross(scale: Scale, { left, right }: Frame): number[] {
  const ticks = scale.ticks((right - left) / ACROSS)
  if (!('base' in scale)) return ticks
  const powers = ticks.filter((tick) => tick.toExponential().startsWith('1e'))
  return powers.length >= 2 ? powers : ticks
}

/** Formats a number in a few characters. */
function numeral(value: number): string {
  const [plain, scientific] = [String(value), value.toExponential().replace('e+', 'e')]
  return plain.length > 6 && scientific.length < plain.length ? scientific : plain
}
