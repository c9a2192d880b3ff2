import { percent } from '#kit/text/quantities.ts'
import { encode } from 'fast-png'
import { confusionChart } from '#kit/training/report/confusion-chart.ts'
import { darkColours } from '#kit/training/report/dark-mode.ts'
import type { Answer, Evaluation } from '#kit/training/report/evaluation.ts'
import { lineChart, type LineChart } from '#kit/training/report/index.ts'
import { smoothed } from '#kit/training/report/loss-curve.ts'
import { escape } from '#kit/training/report/markup.ts'
import { epochsDone, type MetricsLine } from '../run/metrics.ts'

/** A picture of pixels: 3 bytes each for red, green and blue, row by row. */
export interface Pixels {
  width: number
  height: number
  data: Uint8Array
}

/** The data of a training run, finished or in progress, for its report. */
export interface RunReport {
  /** The recipe's name, and its layers in one line. */
  name: string
  description: string
  /** The settings of the run, by option name. */
  settings: Readonly<Record<string, unknown>>
  /** The duration so far, and the date. */
  time: string
  metrics: readonly MetricsLine[]
  /** The verdicts of the learner's diagnostics. */
  verdicts: readonly string[]
  /** The first layer's filters before training and now, `shown` of `all`; undefined if they are not images. */
  filters?: { first: Pixels; now: Pixels; shown: number; all: number }
  /** The results on the test images, once it is tested. */
  examination?: Evaluation
  /** Whether the run has ended without being tested; false by default. */
  ended?: boolean
  /** Derived from the metrics by default. */
  stepsPerEpoch?: number
  classNames: readonly string[]
  /** Returns the image that an answer is about, 32 x 32. */
  imageOf: (answer: Answer) => Pixels
}

/** Returns a self-contained page on a training run: charts are SVG, and pictures are embedded. */
export function reportPage(report: RunReport): string {
  const { name, description, settings, verdicts, filters, examination } = report
  const charts = chartsOf(report).map(lineChart)
  const sections = [
    `<div class="charts">${charts.join('\n')}</div>`,
    verdicts.length > 0 &&
      `<h2>What the diagnostics say</h2><ul>${verdicts.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`,
    filters && filtersOf(filters, examination ? 'after training' : 'now'),
    examination && examined(report, examination),
    `<h2>Settings</h2><table>${Object.entries(settings)
      .map(([key, value]) => `<tr><th scope="row">${escape(key)}</th><td>${escape(String(value))}</td></tr>`)
      .join('')}</table>`,
  ]
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(name)}</title>
<style>
  :root { color-scheme: light dark; --ground: #fff; --ink: #222; --quiet: #555; --line: #ddd }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 100rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--ground) }
  .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem }
  .plots { display: flex; flex-wrap: wrap; gap: 1rem 3rem }
  .answers { display: grid; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); gap: 1rem }
  .charts > svg, .plots > svg { box-sizing: border-box; width: 100%; height: auto; border: 1px solid #ddd }
  .plots > svg { max-width: 50rem }
  figure { margin: 0; text-align: center }
  img { image-rendering: pixelated; max-width: 100%; height: auto }
  figcaption { font-size: 0.85rem; color: var(--quiet) }
  table { border-collapse: collapse }
  th, td { padding: 0.1rem 1rem 0.1rem 0; text-align: left; border-bottom: 1px solid var(--line); font-weight: normal; overflow-wrap: anywhere }
  .big { font-size: 1.3rem }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #0d1117; --ink: #f0f6fc; --quiet: #a9b3bf; --line: #3d444d }
    .charts > svg { border-color: var(--line) }
    ${darkColours(charts.join(''), '.charts ')}
    /* A confusion matrix has many shades on a white ground. This makes it dark, and keeps its hues. */
    .plots > svg { filter: invert(0.9) hue-rotate(180deg) }
  }
</style>
<main>
<h1>${escape(name)}</h1>
<p>${escape(description)}</p>
<p class="big">${escape(summary(report))}</p>
<p>Time: ${escape(report.time)}</p>
${sections.filter(Boolean).join('\n')}
</main>
</html>
`
}

function summary({ metrics, settings, examination, ended = false }: RunReport): string {
  const epochs = metrics.filter((line) => line.type === 'epoch')
  const tested = metrics.findLast((line) => line.type === 'test')
  const state = ended ? 'Ended before the test' : 'In progress'
  const accuracies = epochs.map(({ validationAccuracy }) => validationAccuracy)
  const best = tested?.validationAccuracy ?? Math.max(...accuracies)
  if (best === -Infinity) return `${state}: no measurements yet.`
  const total = Number(settings.epochs)
  const behind = epochsDone(tested?.epochs ?? epochs.length - 1)
  const done = `${behind} of ${total} epochs, best validation accuracy ${percent(best)}`
  if (!examination) return `${state}: ${done}.`
  return `Test accuracy ${percent(examination.accuracy)}; ${behind < total ? 'stopped after ' : ''}${done}.`
}

/** Returns the charts over epochs: the loss, the accuracies, the learning rate and the update ratios. */
function chartsOf({ metrics, ...report }: RunReport): LineChart[] {
  const steps = metrics.filter((line) => line.type === 'step')
  const epochs = metrics.filter((line) => line.type === 'epoch')
  const stepsPerEpoch =
    report.stepsPerEpoch ||
    (epochs.at(-1)?.step ?? 0) / Math.max(1, epochs.length - 1) ||
    (steps.at(-1)?.step ?? 1)
  const over = (values: readonly number[]) =>
    values.map((y, i) => [steps[i].step / stepsPerEpoch, y] as const)
  const losses = steps.map(({ loss }) => loss)
  const accuracies = (key: 'trainAccuracy' | 'validationAccuracy') =>
    epochs.map((line) => [line.epoch, 100 * line[key]] as const)
  const weights = Object.keys(steps[0]?.updateRatios ?? {})
  const ratio = (key: string) =>
    steps.map(({ updateRatios }) => Math.log10(Math.max(1e-9, updateRatios[key])))
  // The page scales them to the window.
  const overEpochs = { xLabel: 'epoch', xMin: 0, size: [480, 320] as const }
  const charts: LineChart[] = [
    {
      title: 'Loss',
      ...overEpochs,
      yLabel: 'loss',
      series: [
        { name: 'loss', values: over(losses), thin: true },
        { name: 'smoothed', values: over(smoothed(losses, 10)) },
      ],
    },
    {
      title: 'Accuracy',
      ...overEpochs,
      yLabel: 'accuracy in %',
      series: [
        { name: 'train', values: accuracies('trainAccuracy'), points: true },
        { name: 'validation', values: accuracies('validationAccuracy'), points: true },
      ],
    },
    {
      title: 'Update ratios (healthy: about -3)',
      ...overEpochs,
      yLabel: 'log10 of |update| / |weights|',
      series: weights.map((key) => ({ name: key, values: over(ratio(key)) })),
    },
    {
      title: 'Learning rate',
      ...overEpochs,
      yLabel: 'learning rate',
      series: [{ name: 'learning rate', values: over(steps.map(({ learningRate }) => learningRate)) }],
    },
  ]
  return charts.filter(({ series }) => series.some(({ values }) => values.length > 0))
}

/** The width of the picture of the filters. Two of them fit side by side. */
const FILTERS_WIDTH = 560
/** The largest enlargement. A few tiny filters need no more. */
const MOST_ENLARGED = 20

function filtersOf({ first, now, shown, all }: NonNullable<RunReport['filters']>, nowIs: string): string {
  const scale = Math.min(MOST_ENLARGED, Math.max(1, Math.floor(FILTERS_WIDTH / first.width)))
  const which = shown < all ? `, ${shown} of ${all}` : ''
  return (
    `<h2>Filters of the first layer${which}</h2><div class="plots">` +
    `${figure(first, ['before training'], scale)}${figure(now, [nowIs], scale)}</div>`
  )
}

function examined(report: RunReport, { accuracy, confusion, hits, misclassifications }: Evaluation): string {
  const mistakes =
    misclassifications.length > 0
      ? answersOf(report, misclassifications)
      : accuracy < 1
        ? '<p>There are no confident predictions, because the scores have become NaN or infinite. Try a tenth of the learning rate.</p>'
        : '<p>All predictions are right.</p>'
  const right = hits.length > 0 ? `<h2>Most confident right answers</h2>${answersOf(report, hits)}` : ''
  return (
    `<h2>Test images</h2><div class="plots">${confusionChart(confusion, report.classNames)}</div>` +
    `<h2>Most confident mistakes</h2>${mistakes}${right}`
  )
}

/** Shows the images of some answers: what the network answers, how sure it is, and what is true if it is wrong. */
function answersOf({ classNames, imageOf }: RunReport, answers: readonly Answer[]): string {
  const figures = answers.map((answer) => {
    const { label, predicted, confidence } = answer
    const lines = [`answer: ${classNames[predicted]}`, `${percent(confidence)} sure`]
    if (label !== predicted) lines.push(`truth: ${classNames[label]}`)
    return figure(imageOf(answer), lines, 3)
  })
  return `<div class="answers">${figures.join('')}</div>`
}

function figure(pixels: Pixels, lines: readonly string[], scale: number): string {
  const png = Buffer.from(encode({ ...pixels, channels: 3 })).toString('base64')
  const size = `width="${scale * pixels.width}" height="${scale * pixels.height}"`
  return `<figure><img src="data:image/png;base64,${png}" ${size} alt="${escape(lines.join(', '))}"><figcaption>${lines.map(escape).join('<br>')}</figcaption></figure>`
}
