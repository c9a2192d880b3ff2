import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { tensor, type Tensor } from '#kit/tensor/index.ts'
import { element, label } from '#kit/training/report/markup.ts'
import { adam, rmsprop, sgd, sgdMomentum } from '#work/1-fully-connected/optimizers.ts'
import { COLOUR, diagram, FOUR, textFrom } from './drawing.ts'

/** How steep the valley is along its floor, and across it: the loss is half of the sum of curvature · w². */
const CURVATURE = [1, 60] as const
const START = [-4, 0.5] as const
const STEPS = 50

const [WIDTH, HEIGHT] = [232, 176]
const PANEL = { left: 8, right: WIDTH - 8, top: 46, bottom: HEIGHT - 10 }
const x = scaleLinear().domain([-4.4, 2.4]).range([PANEL.left, PANEL.right])
const y = scaleLinear().domain([-0.75, 0.75]).range([PANEL.bottom, PANEL.top])

type Point = readonly [number, number]

const loss = ([a, b]: Point): number => (CURVATURE[0] * a ** 2 + CURVATURE[1] * b ** 2) / 2

type Rule = (w: Tensor, dw: Tensor) => Tensor

/** Makes a rule of the handout remember: it is called with the config that it has returned before. */
function remembering<Config>(
  rule: (w: Tensor, dw: Tensor, config: Config) => { w: Tensor; config: Config },
  first: Config,
): Rule {
  let config = first
  return (w, dw) => {
    const next = rule(w, dw, config)
    config = next.config
    return next.w
  }
}

/** Where a rule goes from the start. */
function pathOf(rule: Rule): Point[] {
  let w = tensor([...START])
  const path: Point[] = [START]
  for (let step = 0; step < STEPS; step++) {
    w = rule(w, tensor([CURVATURE[0] * w.data[0], CURVATURE[1] * w.data[1]]))
    path.push([w.data[0], w.data[1]])
  }
  return path
}

/** Fifty steps of the four update rules in a narrow valley, all from the same point. */
export function valleyPaths(): string {
  const rules = [
    { name: 'sgd', rate: 0.031, of: (learningRate: number) => remembering(sgd, { learningRate }) },
    {
      name: 'sgdMomentum',
      rate: 0.02,
      of: (learningRate: number) => remembering(sgdMomentum, { learningRate }),
    },
    { name: 'rmsprop', rate: 0.04, of: (learningRate: number) => remembering(rmsprop, { learningRate }) },
    { name: 'adam', rate: 0.2, of: (learningRate: number) => remembering(adam, { learningRate }) },
  ]
  const panels = rules.map(({ name, rate, of }, i) => {
    const [left, top] = [(i % 2) * WIDTH + 8, Math.floor(i / 2) * HEIGHT + 4]
    return element(
      'g',
      { transform: `translate(${left} ${top})` },
      panel(name, rate, pathOf(of(rate)), FOUR[i].edge),
    )
  })
  return diagram(2 * WIDTH + 16, 2 * HEIGHT + 8, panels)
}

function panel(name: string, rate: number, path: readonly Point[], colour: string): string {
  const drawn =
    line<Point>(
      ([a]) => x(a),
      ([, b]) => y(b),
    ).digits(1)(path) ?? ''
  const room = { width: PANEL.right - PANEL.left, height: PANEL.bottom - PANEL.top }
  const clip = {
    x: PANEL.left,
    y: PANEL.top,
    ...room,
    viewBox: `${PANEL.left} ${PANEL.top} ${room.width} ${room.height}`,
  }
  return [
    textFrom(name, PANEL.left, 14, { 'font-weight': 'bold' }),
    textFrom(`learning rate ${rate}, loss ${loss(path.at(-1)!).toFixed(3)}`, PANEL.left, 33, {
      fill: COLOUR.muted,
      'font-size': 12,
    }),
    element('svg', clip, [0.5, 2, 4.5, 8, 12.5].map(contour).join('')),
    element('rect', { x: PANEL.left, y: PANEL.top, ...room, fill: 'none', stroke: COLOUR.line }),
    element('path', { d: drawn, fill: 'none', stroke: colour, 'stroke-width': 1.5 }),
    ...path.map(([a, b]) => element('circle', { cx: x(a), cy: y(b), r: 2.2, fill: colour })),
    label('×', x(0), y(0), { 'font-size': 16 }),
  ].join('')
}

/** All weights with the same loss: an ellipse. */
function contour(height: number): string {
  const [rx, ry] = [Math.sqrt((2 * height) / CURVATURE[0]), Math.sqrt((2 * height) / CURVATURE[1])]
  return element('ellipse', {
    cx: x(0),
    cy: y(0),
    rx: x(rx) - x(0),
    ry: y(0) - y(ry),
    fill: 'none',
    stroke: COLOUR.faint,
    'stroke-width': 1.5,
  })
}
