import { createRequire } from 'node:module'

/**
 * Which classes are taken for which, as an SVG picture of 480 x 400: a row for each class, a column for each answer,
 * in percent of the row. Right answers stand on the diagonal and are not coloured, so that the mistakes show.
 *
 * @param confusion - [label][predicted]: numbers of examples
 */
export function confusionChart(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
): string {
  const { init } = createRequire(import.meta.url)('echarts') as typeof import('echarts')
  const cells = confusion.flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, predicted) => ({ label, predicted, percent: (100 * count) / Math.max(1, total) }))
  })
  const mistakes = cells.filter(({ label, predicted }) => label !== predicted)
  const axis = {
    type: 'category' as const,
    splitLine: { show: false },
    axisLabel: { color: '#333', interval: 0 },
  }
  const data = (some: typeof cells) =>
    some.map(({ label, predicted, percent }) => [predicted, label, Math.round(percent)])
  const series = {
    type: 'heatmap' as const,
    label: { show: true, color: '#222' },
    itemStyle: { borderColor: '#fff', borderWidth: 1 },
  }
  const colours = (seriesIndex: number, highest: number, color: string[]) => ({
    show: false,
    seriesIndex,
    min: 0,
    max: highest,
    inRange: { color },
  })
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 480, height: 400 })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: {
      text: 'What is taken for what, in %',
      left: 'center',
      top: 10,
      textStyle: { fontSize: 15, color: '#222' },
    },
    grid: { left: 96, right: 24, top: 48, bottom: 72 },
    xAxis: {
      ...axis,
      data: [...classNames],
      name: 'the answer',
      nameLocation: 'middle',
      nameGap: 52,
      axisLabel: { ...axis.axisLabel, rotate: 35 },
    },
    yAxis: {
      ...axis,
      data: [...classNames],
      name: 'the class',
      nameLocation: 'middle',
      nameGap: 76,
      inverse: true,
    },
    visualMap: [
      colours(0, Math.max(1, ...mistakes.map(({ percent }) => percent)), ['#ffffff', '#fdd0a2', '#d55e00']),
      colours(1, 100, ['#e8f1f7', '#e8f1f7']),
    ],
    series: [
      { ...series, data: data(mistakes) },
      { ...series, data: data(cells.filter(({ label, predicted }) => label === predicted)) },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
