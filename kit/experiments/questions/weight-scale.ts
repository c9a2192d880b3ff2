import { ranges } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { logSpaced, training } from '../training.ts'

/** The original uses 20 weight scales and 1,000 images of 32 x 32, the small set 12 and 1,000 of 16 x 16. */
export const experiment: Experiment = {
  title: 'Batch normalization and the weight scale',
  description:
    'A network of seven hidden layers with 50 units each, with and without batch normalization, for initial weights of very different sizes. ' +
    'On the small set, there are 12 scales instead of 20, and the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'Describe the two curves in each plot. At which scales does the network without normalization fail, and in which two different ways?',
    'Why does the scale matter so little to the network with batch normalization?',
    'At the largest scales its final loss goes up too. Why?',
  ],
  whatToSee:
    'without normalization, the network learns only in a narrow range of scales. With it, the network learns at nearly every scale.',
  trainings(setting) {
    const data = images(setting, { train: 1000 })
    const scales = logSpaced(1e-4, 1, setting.dataset.name === 'cifar10' ? 20 : 12)
    return scales.flatMap((weightScale) =>
      (['batchnorm', undefined] as const).map((normalization) => {
        const curve = normalization ?? 'none'
        return training(setting, {
          name: `${curve}, weight scale ${weightScale.toPrecision(2)}`,
          point: { curve, x: weightScale },
          data,
          net: { hiddenDims: Array(7).fill(50), weightScale, normalization },
          updateRule: 'adam',
          learningRate: 1e-3,
          batchSize: 50,
          epochs: 10,
        })
      }),
    )
  },
  show: (outcomes) => ({ charts: ranges(outcomes, 'weight scale', 4) }),
}
