import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cifar10Images } from '../../docs/typedoc/figures/cifar10-images.ts'
import { DARK, readableInTheDark } from '../../kit/training/report/dark-mode.ts'
import { lineChart } from '../../kit/training/report/line-chart.ts'
import { coloursInOrder } from '../../kit/training/report/ordered-colours.ts'
import { written } from '../../docs/typedoc/figures/diagrams/drawing.ts'
import { diagrams } from '../../docs/typedoc/figures/diagrams/index.ts'
import { layersOnAnImage } from '../../docs/typedoc/figures/layers-on-an-image.ts'
import { schedules } from '../../docs/typedoc/figures/schedules.ts'
import { readText, workedExamples } from './handouts/handout.ts'
import { pagesIn, root } from './pages.ts'

const folder = join(root, 'docs/figures')
const drawing = readFileSync(join(root, 'docs/typedoc/figures/draw.ts'), 'utf8')
const pages = pagesIn(root).map((page) => readFileSync(join(root, page), 'utf8'))

test.for(readdirSync(folder))('%s is drawn by the kit, and shown', (name) => {
  // The curves of runs are drawn from the folders of the runs.
  const drawn = name.startsWith('run-') ? 'curvesOf(' : `'${name}':`
  expect(Object.hasOwn(diagrams, name) || drawing.includes(drawn)).toBe(true)
  expect(pages.some((page) => page.includes(`figures/${name})`))).toBe(true)
})

// The other figures are results of trainings, which take minutes and differ between machines in the last digits.
test.for(Object.entries({ ...diagrams, 'schedules.svg': schedules }))(
  '%s is what the code of today draws',
  ([name, draw]) => {
    expect(readFileSync(join(folder, name), 'utf8') === readableInTheDark(draw())).toBe(true)
  },
)
test.for([
  ['cifar10.png', cifar10Images],
  ['layers.png', layersOnAnImage],
] as const)('%s is what the code of today draws', async ([name, draw]) => {
  expect(Buffer.from(await draw()).equals(readFileSync(join(folder, name)))).toBe(true)
})

describe('a picture on a dark page', () => {
  // The curves of the runs that come with the kit are older, and stay white.
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.svg') && !name.startsWith('run-'))

  test.for(pictures)('%s has a dark colour for each of its colours', (name) => {
    const svg = readFileSync(join(folder, name), 'utf8')
    expect(svg).toContain('prefers-color-scheme:dark')
    const colours = Array.from(svg.matchAll(/(?:fill|stroke)="(#\w+)"/g), ([, colour]) => colour)
    expect(colours.filter((colour) => !Object.hasOwn(DARK, colour))).toEqual([])
  })

  // 4.5 is what the Web Content Accessibility Guidelines (2.2, 1.4.3) require of letters, and 3 of lines (1.4.11).
  const grounds = ['#fff', '#f0f1f3', '#e8f1f7', '#fbe6d8', '#dcf3eb', '#f7e8f0']
  test.for(grounds)('letters can be read on what is %s on a light one', (ground) => {
    expect(contrast('#222', ground)).toBeGreaterThan(4.5)
    expect(contrast(DARK['#222'], DARK[ground])).toBeGreaterThan(4.5)
  })
  test.for(['#333', '#555', '#54555a', '#0072b2', '#b84c00', '#00734f', '#a3427a'])(
    '%s can be read on the ground of both',
    (colour) => {
      expect(contrast(colour, '#fff')).toBeGreaterThan(4.5)
      expect(contrast(DARK[colour], DARK['#fff'])).toBeGreaterThan(4.5)
    },
  )
})

test('each line of a chart with many lines is seen on a light and on a dark ground', () => {
  const colours = coloursInOrder(20)
  expect(new Set(colours).size).toBe(20)
  for (const colour of colours) {
    expect(contrast(colour, '#fff')).toBeGreaterThan(3)
    expect(contrast(DARK[colour], DARK['#fff'])).toBeGreaterThan(3)
  }
  const series = colours.map((name) => ({ name, values: [[0, 0] as const, [1, 1] as const] }))
  expect(readableInTheDark(lineChart({ title: '', xLabel: '', yLabel: '', series }))).toContain(
    `[stroke="${colours[9]}"]{stroke:${DARK[colours[9]]}}`,
  )
})

/** The contrast ratio of two colours, from 1 to 21 (Web Content Accessibility Guidelines 2.2). */
function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (bright + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replaceAll(/[\da-f]/g, '$&$&') : colour
  const channels = colour.startsWith('rgb')
    ? colour.match(/\d+/g)!.map(Number)
    : [1, 3, 5].map((start) => Number.parseInt(digits.slice(start, start + 2), 16))
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

// The calls of worked examples, and which of their values a diagram shows.
const shown = [
  ['affine-graph.svg', '1-fully-connected', 'affineForward(x, w, b)', ['x', 'w', 'b', 'out']],
  ['affine-graph.svg', '1-fully-connected', 'affineBackward(dout, cache)', ['dout', 'dx', 'dw', 'db']],
  [
    'softmax-graph.svg',
    '1-fully-connected',
    'softmaxLoss(scores, labels)',
    ['scores', 'shifted', 'exponential', 'logSum', 'each', 'loss', 'dscores'],
  ],
  [
    'dropout-mask.svg',
    '3-dropout',
    'dropoutForward(x, { keepProb, mode, seed })',
    ['x', 'mask', 'out', 'outInTestMode'],
  ],
  [
    'convolution-steps.svg',
    '4-convolution',
    'convForward(x, w, b, options) with a border',
    ['w', 'padded', 'out'],
  ],
  ['im2col.svg', '4-convolution', 'convForward(x, w, b, options)', ['x', 'w', 'b']],
  ['pool-winners.svg', '4-convolution', 'maxPoolForward(x, options)', ['x', 'out']],
  ['pool-winners.svg', '4-convolution', 'maxPoolBackward(dout, cache)', ['x', 'dout', 'dx']],
  ['residual-block.svg', '6-cifar10', 'residualForward(x, branch, options)', ['x', 'added', 'out']],
  ['residual-block.svg', '6-cifar10', 'residualBackward(dout, cache)', ['dout', 'dx']],
] as const

test.for(shown)('%s shows the numbers of %s, %s', ([name, part, call, values]) => {
  const svg = readFileSync(join(folder, name), 'utf8')
  const texts = `|${Array.from(svg.matchAll(/<text[^>]*>([^<]*)</g), ([, text]) => text).join('|')}|`
  const example = workedExamples(readText(`assignments/${part}/README.md`)).find((one) => one.call === call)!
  for (const value of values) {
    const numbers = example.inputs[value] ?? example.outputs[value].values
    const inOrder = [numbers].flat(Infinity as 3).map((number) => written(number as number))
    expect(texts, value).toContain(inOrder.join('|'))
  }
})
