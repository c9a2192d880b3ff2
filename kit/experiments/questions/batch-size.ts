import { courses } from '../charts.ts'
import type { Experiment, Outcome } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

const SIZES = [5, 10, 50]
const KINDS = ['batchnorm', 'layernorm'] as const

/**
 * The original has layers of 100 units and images of 32 x 32. The small set uses layers of 50 units and images of 8 x
 * 8. Both train on 1,000 images, with weight scales at which the network without normalization also trains.
 */
export const experiment: Experiment = {
  title: 'Batch size with batch normalization and with layer normalization',
  description:
    'A network of five hidden layers with 100 units each, trained with batches of 5, 10 and 50 images: with batch normalization, ' +
    'with layer normalization, and without normalization for comparison. On the small set, each layer has 50 units, and the images are 8 x 8 instead of 32 x 32.',
  questions: [
    'Which of the two normalizations suffers from small batches? What does it compute that becomes unreliable?',
    'Layer normalization has a weakness of its own. What would you worry about most: a very deep network, very few features in a layer, or strong regularization?',
  ],
  whatToSee:
    'with batch normalization, the network learns far worse from batches of 5 than from batches of 50, and worse than without normalization. With layer normalization, small batches do no harm.',
  trainings(setting) {
    const original = setting.dataset.name === 'cifar10'
    const data = images(setting, { train: 1000, halvings: original ? 0 : 2 })
    const units = original ? 100 : 50
    const one = (normalization: (typeof KINDS)[number] | undefined, batchSize: number) =>
      training(setting, {
        name: `${normalization ?? 'none'} ${batchSize}`,
        data,
        net: { hiddenDims: Array(5).fill(units), weightScale: original ? 5e-2 : 1e-1, normalization },
        updateRule: 'adam',
        learningRate: 10 ** -3.5,
        batchSize,
        epochs: 10,
      })
    return [...KINDS.flatMap((kind) => SIZES.map((size) => one(kind, size))), one(undefined, 5)]
  },
  show: (outcomes) => ({
    charts: KINDS.flatMap((kind) => {
      const shown = outcomes.filter(({ name }) => name.startsWith(kind) || name.startsWith('none'))
      return accuraciesOf(kind, shown)
    }),
  }),
}

const accuraciesOf = (kind: string, outcomes: readonly Outcome[]) =>
  courses(outcomes)
    .slice(1)
    .map(({ name, chart }) => ({
      name: `${kind}-${name}`,
      chart: { ...chart, title: `${chart.title}, ${kind}` },
    }))
