import { expect, test } from 'vitest'
import { evaluate } from '#kit/training/report/evaluation.ts'
import { reportPage, type RunReport } from '#kit/training/report/report-page.ts'
import { Tensor, tensor } from '#kit/tensor/index.ts'
import type { MetricsLine } from '#kit/training/index.ts'

const scores = [
  [3, 0, 0],
  [0, 2, 0],
  [0, 5, 1],
  [1, 0, 0],
]
const labels = [0, 1, 2, 2]

/** A network whose scores are its inputs. */
const model = { scores: (x: Tensor) => x }
const examples = {
  size: 4,
  batch: (indices: ArrayLike<number>) => ({
    x: tensor(Array.from(indices, (i) => scores[i])),
    labels: Array.from(indices, (i) => labels[i]),
  }),
}

function examination(of = model) {
  const running = evaluate(of, examples, 3)
  for (;;) {
    const next = running.next()
    if (next.done) return next.value
  }
}

test('an examination counts what is taken for what, and lists the surest mistakes first', () => {
  const { accuracy, confusion, hits, misclassifications } = examination()
  expect(accuracy).toBe(0.5)
  expect(confusion).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
  ])
  expect(misclassifications.map(({ index, predicted }) => [index, predicted])).toEqual([
    [2, 1],
    [3, 0],
  ])
  expect(hits.map(({ index, predicted }) => [index, predicted])).toEqual([
    [0, 0],
    [1, 1],
  ])
  expect(misclassifications[1].confidence).toBeCloseTo(Math.E / (Math.E + 2), 9)
})

/** A network that has diverged. */
const broken = { scores: (x: Tensor) => tensor(Array.from({ length: x.shape[0] }, () => [NaN, NaN, NaN])) }

test('scores that are no numbers count as an answer, as they do for the accuracy, and nothing is sure', () => {
  const { confusion, hits, misclassifications } = examination(broken)
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(4)
  expect([...hits, ...misclassifications]).toEqual([])
})

const pixels = (width: number) => ({ width, height: 2, data: new Uint8Array(width * 6).fill(200) })
const epoch = (number: number, accuracy: number): MetricsLine => ({
  type: 'epoch',
  step: 10 * number,
  epoch: number,
  trainAccuracy: accuracy,
  validationAccuracy: accuracy - 0.05,
})
const step = (number: number): MetricsLine => ({
  type: 'step',
  step: number,
  epoch: 1,
  loss: 2.3 / number,
  learningRate: 0.01,
  imagesPerSecond: 100,
  updateRatios: { W1: 1e-3, W2: 2e-3 },
})
const report: RunReport = {
  name: 'three <layers>',
  description: 'conv - ReLU',
  settings: { epochs: 2, flip: true },
  time: '4 min 22 s, until 4 May 2026',
  metrics: [epoch(0, 0.1), step(5), step(10), epoch(1, 0.4), step(15), step(20), epoch(2, 0.6)],
  verdicts: ['Update ratio of W1 is 1e-3: healthy.'],
  filters: { first: pixels(17), now: pixels(17), shown: 16, all: 16 },
  classNames: ['plane', 'car', 'bird'],
  imageOf: () => pixels(5),
}

test('the page of a finished run holds everything itself', () => {
  const page = reportPage({ ...report, examination: examination() })
  expect(page).toContain('<h1>three &lt;layers&gt;</h1>')
  expect(page).toContain('Test accuracy 50.0 %; 2 of 2 epochs, best validation accuracy 55.0 %.')
  expect(page).toContain('<p>Time: 4 min 22 s, until 4 May 2026</p>')
  for (const title of ['Loss', 'Accuracy', 'Update ratios', 'Learning rate', 'Confusion matrix']) {
    expect(page).toContain(title)
  }
  expect(page).toContain('answer: car<br>97.6 % sure<br>truth: bird<')
  expect(page).toContain('answer: plane<br>90.9 % sure<')
  expect(page).toContain('Update ratio of W1 is 1e-3: healthy.')
  expect(page.match(/<img /g)).toHaveLength(6)
  expect(page.match(/(?:src|href)="(?!data:)[^"]*"/g)).toBeNull()
})

test('the page of a run that was stopped says so', () => {
  const tested: MetricsLine = {
    type: 'test',
    step: 13,
    epochs: 1.3,
    validationAccuracy: 0.37,
    testAccuracy: 0.5,
  }
  const metrics = [...report.metrics.slice(0, 4), tested]
  expect(reportPage({ ...report, metrics, examination: examination() })).toContain(
    'Test accuracy 50.0 %; stopped after 1.3 of 2 epochs, best validation accuracy 37.0 %.',
  )
  expect(reportPage({ ...report, metrics: metrics.slice(0, 4), ended: true })).toContain(
    'Ended before the test: 1 of 2 epochs, best validation accuracy 35.0 %.',
  )
})

test('the page of a network that has diverged, or makes no mistakes, says so in the place of mistakes', () => {
  const page = reportPage({ ...report, examination: examination(broken) })
  expect(page).toContain(
    'There are no confident predictions, because the scores have become NaN or infinite.',
  )
  expect(page).not.toContain('NaN %')
  const perfect = { accuracy: 1, confusion: [[4]], hits: [], misclassifications: [] }
  expect(reportPage({ ...report, examination: perfect })).toContain('<p>All predictions are right.</p>')
})

test('the page of a run that has just begun shows what there is', () => {
  const page = reportPage({ ...report, metrics: [], filters: undefined, verdicts: [] })
  expect(page).toContain('In progress: no measurements yet.')
  expect(page).not.toContain('<svg')
})
