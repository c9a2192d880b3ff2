import type { Examples, MeasureEvent, Model } from '#kit/solver/index.ts'
import { argmax } from '#kit/tensor/index.ts'

/** An example that a network gets wrong. */
export interface Miss {
  /** The number of the example. */
  index: number
  label: number
  predicted: number
  /** The probability that the network gives to its own answer, from 0 to 1. */
  confidence: number
}

/** What a network says to examples that it has not seen in training. */
export interface Examination {
  /** The share of right answers, from 0 to 1. */
  accuracy: number
  /** [label][predicted]: how many examples of a class were taken for which class. */
  confusion: number[][]
  /** What it got wrong while it was most sure, the surest first; nothing whose scores are NaN or infinite. */
  misses: Miss[]
}

const MOST_MISSES = 24
const BATCH = 100

/** Examines a model bit by bit: yields after each batch, and returns what came out. */
export function* examine(
  model: Pick<Model, 'scores'>,
  examples: Examples,
  numClasses: number,
): Generator<MeasureEvent, Examination> {
  const confusion = Array.from({ length: numClasses }, () => Array.from({ length: numClasses }, () => 0))
  const misses: Miss[] = []
  let correct = 0
  for (let start = 0; start < examples.size; start += BATCH) {
    const count = Math.min(BATCH, examples.size - start)
    const { x, labels } = examples.batch(Uint32Array.from({ length: count }, (_, i) => start + i))
    const scores = model.scores(x)
    argmax(scores, 1).data.forEach((predicted, i) => {
      const label = labels[i]
      confusion[label][predicted]++
      if (predicted === label) correct++
      else {
        const own = scores.data.subarray(i * numClasses, (i + 1) * numClasses)
        misses.push({ index: start + i, label, predicted, confidence: probability(own, predicted) })
      }
    })
    yield { type: 'measure', done: start + count, total: examples.size }
  }
  const surest = misses
    .filter(({ confidence }) => !Number.isNaN(confidence))
    .toSorted((a, b) => b.confidence - a.confidence)
  return { accuracy: correct / examples.size, confusion, misses: surest.slice(0, MOST_MISSES) }
}

/** The softmax of the scores at one class. */
function probability(scores: ArrayLike<number>, at: number): number {
  let total = 0
  for (let c = 0; c < scores.length; c++) total += Math.exp(scores[c] - scores[at])
  return 1 / total
}
