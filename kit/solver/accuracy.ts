import { argmax } from '#kit/tensor/index.ts'
import type { Examples } from './examples.ts'
import type { Model } from '#kit/network/index.ts'

/** Reports that one more batch of an accuracy measurement is done. */
export interface MeasureEvent {
  type: 'measure'
  /** How many examples are done. */
  done: number
  /** How many examples there are. */
  total: number
}

/**
 * Returns the share of examples, from 0 to 1, for which the right class has the highest score.
 *
 * @param batchSize - how many examples are processed together; it affects the memory needed, not the result
 */
export function accuracy(model: Pick<Model, 'scores'>, examples: Examples, batchSize = 100): number {
  const measuring = measureAccuracy(model, examples, batchSize)
  for (;;) {
    const { done, value } = measuring.next()
    if (done) return value
  }
}

/** Measures {@link accuracy} step by step: yields after each batch and returns the accuracy. */
export function* measureAccuracy(
  model: Pick<Model, 'scores'>,
  examples: Examples,
  batchSize = 100,
): Generator<MeasureEvent, number> {
  let correct = 0
  for (let start = 0; start < examples.size; start += batchSize) {
    const count = Math.min(batchSize, examples.size - start)
    const { x, labels } = examples.batch(Uint32Array.from({ length: count }, (_, i) => start + i))
    const predicted = argmax(model.scores(x), 1).data
    for (let i = 0; i < count; i++) if (predicted[i] === labels[i]) correct++
    yield { type: 'measure', done: start + count, total: examples.size }
  }
  return correct / examples.size
}
