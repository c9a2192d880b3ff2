import { describe, expect, test } from 'vitest'
import { confusionChart } from '#kit/training/report/confusion-chart.ts'
import { lineChart, lossCurve } from '#kit/training/report/index.ts'
import { smoothed } from '#kit/training/report/loss-curve.ts'

/** Counts the lines drawn in a colour. The marks of the legend are filled with it instead. */
const linesIn = (svg: string, colour: string) =>
  [...svg.matchAll(/<path [^>]*>/g)].filter(
    ([path]) => path.includes(`stroke="${colour}"`) && path.includes('fill="none"'),
  ).length

const rising = (count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => [i * step, i * i] as const)

describe('lineChart', () => {
  test('is an SVG of 640 x 360 with its own ground, its labels and one path for each series', () => {
    const svg = lineChart({
      title: 'Three lines',
      xLabel: 'step',
      yLabel: 'loss',
      rightLabel: 'accuracy',
      series: [
        { name: 'first', values: rising(5) },
        { name: 'second', values: rising(50, 0.1), thin: true },
        { name: 'third', values: rising(5), right: true },
      ],
    })
    expect(svg).toMatch(/^<svg width="640" height="360" [^]*<\/svg>$/)
    expect(svg).toContain('<rect width="640" height="360" fill="#fff"/>')
    for (const label of ['Three lines', 'step', 'loss', 'accuracy', 'first', 'second', 'third']) {
      expect(svg).toContain(`>${label}</text>`)
    }
    expect(['#0072b2', '#d55e00', '#009e73'].map((colour) => linesIn(svg, colour))).toEqual([1, 1, 1])
    expect(linesIn(svg, '#cc79a7')).toBe(0)
  })

  test('keeps the picture small however many points there are', () => {
    const values = Array.from({ length: 50_000 }, (_, i) => [i, Math.sin(i)] as const)
    const svg = lineChart({ title: '', xLabel: 'x', yLabel: 'y', series: [{ name: 'sine', values }] })
    expect(svg.length).toBeLessThan(50_000)
  })

  test('leaves every name of the legend the room that it takes in a wide font', () => {
    const names = ['batchnorm 5', 'batchnorm 10', 'batchnorm 50', 'none 5', 'the last']
    const series = names.map((name) => ({ name, values: rising(3) }))
    const svg = lineChart({ title: '', xLabel: 'x', yLabel: 'y', series })
    const starts = names.map((name) => {
      const [, mark, text] = new RegExp(
        `<rect x="([\\d.]+)"[^>]*/><text x="([\\d.]+)"[^>]*>${name}</text>`,
      ).exec(svg)!
      return { mark: Number(mark), text: Number(text) }
    })
    // In DejaVu Sans, the widest of the usual fonts, these names take up to 0.59 font sizes per letter.
    const ends = starts.map(({ text }, i) => text + 0.59 * 12 * names[i].length)
    for (const [i, { mark }] of starts.slice(1).entries()) expect(mark).toBeGreaterThan(ends[i] + 5)
    expect(starts[0].mark).toBeGreaterThan(0)
    expect(ends.at(-1)).toBeLessThan(640)
  })

  test('tells the layers of a deep network apart, below a legend of several rows', () => {
    const names = Array.from({ length: 20 }, (_, i) => `W${i + 1}`)
    const series = names.map((name, i) => ({ name, values: rising(5, i + 1) }))
    const svg = lineChart({ title: '', xLabel: 'x', yLabel: 'y', size: [480, 320], series })
    expect(svg).toMatch(/^<svg width="480" height="320" /)
    const strokes = [...svg.matchAll(/<path [^>]*fill="none" stroke="([^"]+)" stroke-width="2"/g)]
    expect(new Set(strokes.map(([, colour]) => colour)).size).toBe(20)
    const heights = (text: string) =>
      [...svg.matchAll(new RegExp(` y="([\\d.]+)"[^>]*>${text}</text>`, 'g'))].map(([, y]) => Number(y))
    const [legend, ticks] = [heights('W\\d+'), heights('\\d+')]
    expect(new Set(legend).size).toBe(3)
    // Both are vertically centred and 12 high.
    expect(Math.min(...ticks)).toBeGreaterThan(Math.max(...legend) + 14)
  })

  test('keeps its peaks where it leaves out points, and a gap where a value is missing', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => [i, i === 7001 ? 100 : i % 2] as const)
    const broken = values.map(([i, y]) => [i, i >= 9000 && i < 11_000 ? NaN : y] as const)
    const svg = lineChart({ title: '', xLabel: 'x', yLabel: 'y', series: [{ name: 'loss', values: broken }] })
    const pieces = / d="M([^"]+)"/.exec(svg)![1].split('M')
    const places = pieces.map((piece) => piece.split('L').map((place) => place.split(',').map(Number)))
    expect(places).toHaveLength(2)
    const heights = places.flat().map(([, y]) => y)
    // The frame extends from 48 to 312.
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([48, 312])
    expect(places[1][0][0] - places[0].at(-1)![0]).toBeGreaterThan(50)
  })

  test('shows one point as a mark, and cuts off what goes through the roof', () => {
    const chart = (values: [number, number][], yMax?: number) =>
      lineChart({ title: '', xLabel: 'x', yLabel: 'y', yMax, series: [{ name: 'a', values }] })
    expect(chart([[3, 2]])).toContain('<circle ')
    const steep = chart([[0, 1], [1, 3], [2, 1e300]], 4) // prettier-ignore
    expect(steep).toContain('>4</text>')
    // The curve is drawn inside a nested picture with the size of the frame.
    expect(steep).toMatch(
      /<svg x="61" y="45" width="558" height="270" [^>]*><path d="M64,312L340,136L[\d.]+,-\d+"/,
    )
  })

  test('has powers of ten on a logarithmic axis, and writes small numbers short', () => {
    const values = [0.0005, 0.002, 0.3, 20].map((x) => [x, x / 1e6] as const)
    const svg = lineChart({
      title: '',
      xLabel: 'x',
      yLabel: 'y',
      logX: true,
      series: [{ name: 'a', values }],
    })
    const labels = [...svg.matchAll(/>([\d.e-]+)<\/text>/g)].map(([, text]) => text)
    expect(labels).toEqual(['0', '5e-6', '1e-5', '1.5e-5', '2e-5', '0.001', '0.01', '0.1', '1', '10'])
  })

  test('takes a title as text, not as markup', () => {
    const svg = lineChart({ title: '<b> & co', xLabel: 'x', yLabel: 'y', series: [] })
    expect(svg).toContain('&lt;b&gt; &amp; co')
  })
})

test('lossCurve draws the loss, the smoothed loss and both accuracies', () => {
  const svg = lossCurve('A run', {
    history: {
      loss: [2.3, 2, 1.8, 1.5],
      trainAccuracy: [0.1, 0.3, 0.5],
      validationAccuracy: [0.1, 0.2, 0.4],
    },
    stepsPerEpoch: 2,
  })
  for (const label of ['A run', 'smoothed loss', 'train accuracy', 'validation accuracy']) {
    expect(svg).toContain(`>${label}</text>`)
  }
  expect(['#0072b2', '#d55e00', '#009e73', '#cc79a7'].map((colour) => linesIn(svg, colour))).toEqual([
    1, 1, 1, 1,
  ])
})

test('smoothing starts at the first value, keeps a constant, and averages about the last `length` values', () => {
  expect(smoothed([7, 7, 7])).toEqual([7, 7, 7].map((value) => expect.closeTo(value, 12)))
  expect(smoothed([3, 1])[0]).toBeCloseTo(3, 12)
  // With length 2, the weights of the last two values are 1/2 and 1/4, together 3/4.
  expect(smoothed([3, 0], 2)[1]).toBeCloseTo(3 * (0.25 / 0.75), 12)
})

test('confusionChart shows each class in percent of its examples, and colours the mistakes alone', () => {
  const svg = confusionChart(
    [
      [3, 1, 0],
      [0, 0, 0],
      [0, 0, 8],
    ],
    ['plane', 'car & van', 'bird'],
  )
  expect(svg).toMatch(/^<svg width="480" height="400" /)
  const cells = [...svg.matchAll(/<rect [^>]* fill="([^"]+)" stroke="#fff"\/><text [^>]*>(\d+)</g)]
  expect(cells.map(([, , text]) => Number(text))).toEqual([75, 25, 0, 0, 0, 0, 0, 0, 100])
  const coloured = cells.map(([, fill], i) => (/#e8f1f7|rgb\(255, 255, 255\)/.test(fill) ? -1 : i))
  expect(coloured.filter((i) => i >= 0)).toEqual([1])
  // The name appears next to its row and below its column.
  expect(svg.match(/>car &amp; van</g)).toHaveLength(2)
})
