import { element, label } from '#kit/training/report/markup.ts'
import { arrow, COLOUR, diagram, grid, textFrom } from './drawing.ts'

/** A value on its way through a computation: the numbers, and the gradient that comes back. */
export interface Wire {
  /** Where the wire stands, in pixels from the left. */
  at: number
  name: string
  value: readonly (readonly number[])[]
  gradientName: string
  gradient: readonly (readonly number[])[]
}

/** A step of the computation: a bar from its leftmost to its rightmost wire. */
export interface Step {
  step: string
  from: number
  to: number
}

/** A value that passes by: beside it something happens to another one. */
export interface Passing {
  passes: number
}

/** Values side by side, or steps side by side. */
export type Stage = readonly (Wire | Passing)[] | readonly (Step | Passing)[]

const CELL_HEIGHT = 22
const BAR = 28
const NAME = 20
const GAP = 9
const MARGIN = 12
/** Half of the distance of the arrow forward to the arrow back. */
const LANE = 4
/** From the end of a bar to its outermost wire. */
const OVERHANG = 36

/**
 * Draws a computation from top to bottom, with the numbers on its edges: beside each wire stand a value, to its left, and
 * its gradient, to its right.
 */
export function valueGraph(width: number, cellWidth: number, stages: readonly Stage[]): string {
  const content: string[] = []
  let y = MARGIN + LEGEND
  stages.forEach((stage, i) => {
    const height = heightOf(stage)
    for (const one of stage) {
      if ('step' in one) content.push(bar(one, y))
      else {
        const at = 'passes' in one ? one.passes : one.at
        const goesOn = passesAt(stages[i + 1], at)
        content.push(lanes(at, { from: y, to: y + height, goesOn, cameOn: passesAt(stages[i], at) }))
        if ('value' in one) content.push(numbers(one, { y, height, cellWidth }))
      }
    }
    y += height
  })
  return diagram(width, y + MARGIN, [legend(width), ...content])
}

const LEGEND = 28

const legend = (width: number): string =>
  [
    arrow([width / 2 - 116, MARGIN], [width / 2 - 116, MARGIN + 18], COLOUR.value),
    textFrom('a value', width / 2 - 106, MARGIN + 9),
    arrow([width / 2 + 16, MARGIN + 18], [width / 2 + 16, MARGIN], COLOUR.gradient),
    textFrom('its gradient', width / 2 + 26, MARGIN + 9),
  ].join('')

function heightOf(stage: Stage): number {
  const heights = stage.map((one) =>
    'value' in one ? NAME + one.value.length * CELL_HEIGHT + 2 * GAP : 'step' in one ? BAR : 0,
  )
  return Math.max(...heights)
}

function bar({ step, from, to }: Step, y: number): string {
  const [left, width] = [from - OVERHANG, to - from + 2 * OVERHANG]
  const needed = Math.max(width, 7.4 * step.length + 24)
  const box = { x: left - (needed - width) / 2, y, width: needed, height: BAR, rx: 6 }
  return (
    element('rect', { ...box, fill: COLOUR.empty, stroke: COLOUR.line }) +
    label(step, (from + to) / 2, y + BAR / 2)
  )
}

const passesAt = (stage: Stage | undefined, at: number): boolean =>
  (stage ?? []).some((one) => 'passes' in one && one.passes === at)

/** The two arrows of a wire. What goes on below has no head there, and what comes from above has none at the top. */
function lanes(
  at: number,
  { from, to, goesOn, cameOn }: { from: number; to: number; goesOn: boolean; cameOn: boolean },
): string {
  const [top, bottom] = [cameOn ? from : from + 2, goesOn ? to : to - 2]
  const lane = (
    x: number,
    [start, end]: readonly [number, number],
    hasHead: boolean,
    stroke: string,
  ): string =>
    hasHead
      ? arrow([x, start], [x, end], stroke)
      : element('line', { x1: x, x2: x, y1: start, y2: end, stroke, 'stroke-width': 1.5 })
  return (
    lane(at - LANE, [top, bottom], !goesOn, COLOUR.value) +
    lane(at + LANE, [bottom, top], !cameOn, COLOUR.gradient)
  )
}

function numbers(
  { at, name, value, gradientName, gradient }: Wire,
  { y, height, cellWidth }: { y: number; height: number; cellWidth: number },
): string {
  const width = cellWidth * value[0].length
  const top = y + (height - value.length * CELL_HEIGHT + NAME) / 2
  const cells = { y: top, cellWidth, cellHeight: CELL_HEIGHT }
  const left = at - LANE - GAP - width
  const right = at + LANE + GAP
  return [
    label(name, left + width / 2, top - NAME / 2, { fill: COLOUR.value }),
    grid(value, { ...cells, x: left }, () => ({ ground: COLOUR.valueGround })),
    label(gradientName, right + width / 2, top - NAME / 2, { fill: COLOUR.gradient }),
    grid(gradient, { ...cells, x: right }, () => ({ ground: COLOUR.gradientGround })),
  ].join('')
}
