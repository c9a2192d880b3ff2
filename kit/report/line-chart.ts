import { createRequire } from 'node:module'

/** One line of a {@link lineChart}. */
export interface Series {
  name: string
  /** The points in order of x. */
  values: readonly (readonly [x: number, y: number])[]
  /** Draws a thin, pale line: for what jumps from point to point. */
  thin?: boolean
  /** Measures the line on the axis at the right. */
  right?: boolean
  /** Marks every point: for lines through a few measured values. */
  points?: boolean
}

/** What a {@link lineChart} shows. */
export interface LineChart {
  title: string
  xLabel: string
  yLabel: string
  /** The label of the axis at the right, for series that are measured on it. */
  rightLabel?: string
  /** Makes the x axis logarithmic; all x must be above 0. */
  logX?: boolean
  /** Where the x axis begins; at the first point by default. */
  xMin?: number
  /** Cuts off what is higher: for curves that go through the roof. */
  yMax?: number
  series: readonly Series[]
}

// Told apart also by those who do not see colours well (Okabe and Ito 2008).
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000', '#888888']

/** A chart of lines as an SVG picture of 640 x 360, on a white ground of its own. */
export async function lineChart(options: LineChart): Promise<string> {
  const { title, xLabel, yLabel, rightLabel, logX = false, xMin = 'dataMin', yMax, series } = options
  // Loaded only when there is something to draw, and in one file: its modules one by one take several times as long.
  const { init, setPlatformAPI } = createRequire(import.meta.url)('echarts') as typeof import('echarts')
  setPlatformAPI({ measureText: (text, font) => ({ width: widthOf(text, font) }) })
  const axis = (name: string, nameGap: number, log = false) => ({
    type: log ? ('log' as const) : ('value' as const),
    name,
    nameGap,
    nameLocation: 'middle' as const,
    nameTextStyle: { color: '#333' },
    axisLabel: { color: '#333', hideOverlap: true },
  })
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 360 })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    color: COLOURS,
    title: { text: title, left: 'center', top: 10, textStyle: { fontSize: 15, color: '#222' } },
    legend: { show: series.length > 1, top: 36, icon: 'rect', itemHeight: 3, textStyle: { color: '#333' } },
    grid: { left: 64, right: rightLabel ? 64 : 24, top: series.length > 1 ? 68 : 48, bottom: 48 },
    xAxis: { ...axis(xLabel, 28, logX), min: xMin, max: 'dataMax' },
    yAxis: [
      { ...axis(yLabel, 44), scale: true, max: yMax },
      ...(rightLabel ? [{ ...axis(rightLabel, 40), splitLine: { show: false } }] : []),
    ],
    series: series.map(({ name, values, thin = false, right = false, points = false }) => ({
      type: 'line' as const,
      name,
      data: values.map(([x, y]) => [x, y]),
      yAxisIndex: right ? 1 : 0,
      showSymbol: points || values.length === 1,
      symbol: 'circle',
      symbolSize: 5,
      // Thousands of steps become no more points than the picture has columns; the peaks stay.
      sampling: 'lttb' as const,
      lineStyle: thin ? { width: 1, opacity: 0.4 } : { width: 2 },
    })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** The width of an average letter, in font sizes, in the wider of the fonts that browsers take for `sans-serif`. */
const LETTER = 0.62

/**
 * How wide a text may become. Nobody knows the font in which the picture will be shown; ECharts by itself thinks of a
 * narrow one, and lets the entries of a legend collide in all others.
 */
const widthOf = (text: string, font = '12px'): number =>
  LETTER * parseFloat(/[\d.]+(?=px)/.exec(font)?.[0] ?? '12') * text.length
