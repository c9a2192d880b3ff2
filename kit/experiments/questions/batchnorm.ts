import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

/**
 * The original uses 1,000 images of 32 x 32 with values up to 130 and a weight scale of 2e-2. Here the images are
 * divided by their deviation, so larger weights are needed for as much to reach the last layer and for the network
 * without normalization to train too. The small set has 1,000 images of 16 x 16, a quarter of the inputs, hence even
 * larger weights.
 */
export const experiment: Experiment = {
  title: 'With and without batch normalization',
  description:
    'A network of five hidden layers with 100 units each, with and without batch normalization, trained with Adam on 1,000 images. ' +
    'On the small set, the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'How much sooner does the network with batch normalization reach a given training accuracy?',
    'Is its advantage on the validation images as large? Why, or why not?',
  ],
  whatToSee:
    'with batch normalization, the training accuracy rises much sooner and gets higher. In the end, both networks are equally good on the validation images.',
  trainings(setting) {
    const data = images(setting, { train: 1000 })
    const weightScale = setting.dataset.name === 'cifar10' ? 5e-2 : 7e-2
    return (['batchnorm', undefined] as const).map((normalization) =>
      training(setting, {
        name: normalization ?? 'none',
        data,
        net: { hiddenDims: Array(5).fill(100), weightScale, normalization },
        updateRule: 'adam',
        learningRate: 1e-3,
        batchSize: 50,
        epochs: 10,
      }),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
