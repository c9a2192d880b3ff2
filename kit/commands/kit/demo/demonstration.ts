import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { loadDataset, type Dataset } from '#data/index.ts'
import { startThreads } from '#kit/engine/threads/index.ts'
import { isSystemError, reasonOf } from '#kit/system/system-error.ts'
import { terminalColumns, wrapped } from '#kit/text/wrap.ts'
import { Metrics, reportPage, writeWhole, type MetricsLine } from '#kit/training/index.ts'
import { evaluate, type Answer, type Evaluation } from '#kit/training/report/index.ts'
import { ProgressBar } from '../../train/messages/progress-bar.ts'
import { duration, percent } from '#kit/text/quantities.ts'
import { testImage } from '../../train/pages/test-image.ts'
import { root } from '../../../system/root.ts'
import { description, settings, smallNetwork } from './small-network.ts'
import { imageLines, imagesIn } from './terminal-images.ts'

const FOLDER = 'runs/demo'
const PAGE = `${FOLDER}/report.html`

/** Trains the small network on the images of the kit, and shows some answers in the terminal and all in a page. */
export async function demonstrate(): Promise<void> {
  const dataset = await loadDataset({ name: 'tiny', scale: true })
  const { train, test, classNames } = dataset
  const started = performance.now()
  say(
    `A small network from the kit now looks at ${train.size} photographs, ${settings.epochs} times each, and learns which of ` +
      `${classNames.length} things they show. This takes about 20 seconds, on a slow computer a minute.`,
  )
  const endThreads = await startThreads()
  const solver = smallNetwork(dataset)
  const metrics = new Metrics(solver)
  const lines: MetricsLine[] = []
  const bar = new ProgressBar()
  const { stepsPerEpoch, options, history } = solver
  for (const event of solver.run()) {
    const line = metrics.after(event)
    if (line) lines.push(line)
    if (event.type === 'step') {
      bar.show('learning', solver.step, stepsPerEpoch * options.epochs, [
        [`right: ${percent(history.validationAccuracy.at(-1) ?? 0)}`, 1],
      ])
    }
    await setImmediate()
  }
  const examining = evaluate(solver.model, test, classNames.length)
  let next = examining.next()
  while (!next.done) next = examining.next()
  bar.stop()
  await endThreads()
  const { accuracy, hits, misclassifications } = next.value
  say(
    `Now it sees ${test.size} photographs for the first time, and is right for ${percent(accuracy)} of them. ` +
      `Guessing would be right for ${percent(1 / classNames.length)}.`,
  )
  showAnswers('Some right answers:', hits, dataset)
  showAnswers('Some wrong answers:', misclassifications, dataset)
  say(await writeReport(dataset, lines, next.value, performance.now() - started))
  say(
    'In this course you write such a network yourself, from the first layer on. With all 50,000 photographs it is right for over 90 %. Begin with: npx kit watch',
  )
}

const say = (text: string): void => console.log(`\n${wrapped('', text)}`)

/** Shows the answers that the network is most sure of, one for each class. */
function showAnswers(title: string, answers: readonly Answer[], dataset: Dataset): void {
  const surest = [...Map.groupBy(answers, ({ predicted }) => predicted).values()].map(([first]) => first)
  const shown = surest.slice(0, Math.min(4, imagesIn(terminalColumns())))
  if (shown.length === 0) return
  const captioned = shown.map((answer) => ({
    image: testImage(dataset, answer.index),
    caption: captionOf(answer, dataset),
  }))
  const depth = process.stdout.isTTY ? process.stdout.getColorDepth() : 1
  const lines =
    depth >= 8
      ? imageLines(captioned, depth >= 24)
      : captioned.map(({ caption }) => `  ${caption.join(', ')}`)
  console.log(['', title, '', ...lines].join('\n'))
}

function captionOf({ label, predicted, confidence }: Answer, { classNames }: Dataset): string[] {
  const answer = `${classNames[predicted]}, ${Math.round(100 * confidence)} % sure`
  return label === predicted ? [answer] : [answer, `truth: ${classNames[label]}`]
}

/** Writes the page on the run. @returns the line to print */
async function writeReport(
  dataset: Dataset,
  metrics: readonly MetricsLine[],
  examination: Evaluation,
  time: number,
): Promise<string> {
  const page = reportPage({
    name: 'The demonstration',
    description,
    settings,
    time: duration(time),
    metrics,
    verdicts: [],
    examination,
    classNames: dataset.classNames,
    imageOf: ({ index }) => testImage(dataset, index),
  })
  try {
    mkdirSync(join(root, FOLDER), { recursive: true })
    await writeWhole(join(root, PAGE), [page])
    return `More answers, and how it learned, are on a page: ${PAGE}`
  } catch (error) {
    if (!isSystemError(error)) throw error
    return `The page could not be written to ${PAGE}: ${reasonOf(error)}.`
  }
}
