import { describe, expect, test } from 'vitest'
import { lineChart, lossCurve } from '#kit/report/index.ts'
import { smoothed } from '#kit/report/loss-curve.ts'

/** How many lines are drawn in a colour: the legend's marks are filled with it instead. */
const linesIn = (svg: string, colour: string) =>
  [...svg.matchAll(/<path [^>]*>/g)].filter(
    ([path]) => path.includes(`stroke="${colour}"`) && path.includes('fill="none"'),
  ).length

const rising = (count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => [i * step, i * i] as const)

describe('lineChart', () => {
  test('is an SVG of 640 x 360 with its own ground, its labels and one path for each series', async () => {
    const svg = await lineChart({
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
    expect(svg).toContain('<rect width="640" height="360" x="0" y="0" fill="#fff">')
    for (const label of ['Three lines', 'step', 'loss', 'accuracy', 'first', 'second', 'third']) {
      expect(svg).toContain(`>${label}</text>`)
    }
    expect(['#0072b2', '#d55e00', '#009e73'].map((colour) => linesIn(svg, colour))).toEqual([1, 1, 1])
    expect(linesIn(svg, '#cc79a7')).toBe(0)
  })

  test('keeps the picture small however many points there are', async () => {
    const values = Array.from({ length: 50_000 }, (_, i) => [i, Math.sin(i)] as const)
    const svg = await lineChart({ title: '', xLabel: 'x', yLabel: 'y', series: [{ name: 'sine', values }] })
    expect(svg.length).toBeLessThan(50_000)
  })

  test('leaves every name of the legend the room that it takes in a wide font', async () => {
    const names = ['batchnorm 5', 'batchnorm 10', 'batchnorm 50', 'none 5', 'the last']
    const series = names.map((name) => ({ name, values: rising(3) }))
    const svg = await lineChart({ title: '', xLabel: 'x', yLabel: 'y', series })
    const starts = names.map((name) => {
      const [, x, left] = new RegExp(
        ` x="(\\d+)"[^>]* transform="translate\\(([\\d.]+) [^>]*>${name}</text>`,
      ).exec(svg)!
      return { mark: Number(left), text: Number(left) + Number(x) }
    })
    // In DejaVu Sans, the widest of the usual ones, these names take up to 0.59 font sizes a letter.
    const ends = starts.map(({ text }, i) => text + 0.59 * 12 * names[i].length)
    for (const [i, { mark }] of starts.slice(1).entries()) expect(mark).toBeGreaterThan(ends[i] + 5)
    expect(starts[0].mark).toBeGreaterThan(0)
    expect(ends.at(-1)).toBeLessThan(640)
  })

  test('takes a title as text, not as markup', async () => {
    const svg = await lineChart({ title: '<b> & co', xLabel: 'x', yLabel: 'y', series: [] })
    expect(svg).toContain('&lt;b&gt; &amp; co')
  })
})

test('lossCurve draws the loss, the smoothed loss and both accuracies', async () => {
  const svg = await lossCurve('A run', {
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
  // With length 2 the weights of the last two values are 1/2 and 1/4, together 3/4.
  expect(smoothed([3, 0], 2)[1]).toBeCloseTo(3 * (0.25 / 0.75), 12)
})
