import type { Examples, MeasureEvent, Model } from '#kit/solver/index.ts'
import { argmax } from '#kit/tensor/index.ts'

/** What a network answers for an example. */
export interface Answer {
  /** The index of the example. */
  index: number
  label: number
  predicted: number
  /** The probability that the network gives to its own answer, from 0 to 1. */
  confidence: number
}

/** The results of a network on examples that it was not trained on. */
export interface Evaluation {
  /** The share of right answers, from 0 to 1. */
  accuracy: number
  /** [label][predicted]: how many examples of a class were predicted as which class. */
  confusion: number[][]
  /** The right answers with the highest confidence, in descending order. */
  hits: Answer[]
  /** The wrong answers with the highest confidence, in descending order, without NaN or infinite scores. */
  misclassifications: Answer[]
}

/** The most right and the most wrong answers that are kept. */
const MOST_ANSWERS = 24
const BATCH = 100

/** Examines a model batch by batch: yields after each batch and returns the results. */
export function* evaluate(
  model: Pick<Model, 'scores'>,
  examples: Examples,
  numClasses: number,
): Generator<MeasureEvent, Evaluation> {
  const confusion = Array.from({ length: numClasses }, () => Array.from({ length: numClasses }, () => 0))
  const answers: Answer[] = []
  let correct = 0
  for (let start = 0; start < examples.size; start += BATCH) {
    const count = Math.min(BATCH, examples.size - start)
    const { x, labels } = examples.batch(Uint32Array.from({ length: count }, (_, i) => start + i))
    const scores = model.scores(x)
    argmax(scores, 1).data.forEach((predicted, i) => {
      const label = labels[i]
      confusion[label][predicted]++
      if (predicted === label) correct++
      const own = scores.data.subarray(i * numClasses, (i + 1) * numClasses)
      answers.push({ index: start + i, label, predicted, confidence: probability(own, predicted) })
    })
    yield { type: 'measure', done: start + count, total: examples.size }
  }
  const surest = answers
    .filter(({ confidence }) => !Number.isNaN(confidence))
    .toSorted((a, b) => b.confidence - a.confidence)
  const isRight = ({ label, predicted }: Answer): boolean => label === predicted
  return {
    accuracy: correct / examples.size,
    confusion,
    hits: surest.filter(isRight).slice(0, MOST_ANSWERS),
    misclassifications: surest.filter((answer) => !isRight(answer)).slice(0, MOST_ANSWERS),
  }
}

/** Returns the softmax probability of one class. */
function probability(scores: ArrayLike<number>, at: number): number {
  let total = 0
  for (let c = 0; c < scores.length; c++) total += Math.exp(scores[c] - scores[at])
  return 1 / total
}
