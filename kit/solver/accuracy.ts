import { argmax } from '#kit/tensor/index.ts'
import type { Examples } from './examples.ts'
import type { Model } from './model.ts'

/**
 * The share of examples, from 0 to 1, for which the right class has the highest score.
 *
 * @param batchSize - how many examples are looked at together; changes the memory needed, not the result
 */
export function accuracy(model: Pick<Model, 'scores'>, examples: Examples, batchSize = 100): number {
  let correct = 0
  for (let start = 0; start < examples.size; start += batchSize) {
    const count = Math.min(batchSize, examples.size - start)
    const { x, labels } = examples.batch(Uint32Array.from({ length: count }, (_, i) => start + i))
    const predicted = argmax(model.scores(x), 1).data
    for (let i = 0; i < count; i++) if (predicted[i] === labels[i]) correct++
  }
  return correct / examples.size
}
