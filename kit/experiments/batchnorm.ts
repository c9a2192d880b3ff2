import { courses } from './charts.ts'
import type { Experiment } from './experiment.ts'
import { images } from './images.ts'
import { training } from './training.ts'

/** Original: 1,000 images of 32 x 32. Small set: 1,000 of 16 x 16. */
export const experiment: Experiment = {
  title: 'With and without batch normalization',
  description:
    'A network of five hidden layers with 100 units each, with and without batch normalization, trained by Adam on 1,000 images. ' +
    'On the small set the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'How much sooner does the network with batch normalization reach a given training accuracy?',
    'Is it better on the validation images by as much? Why, or why not?',
  ],
  whatToSee:
    'with batch normalization the training accuracy rises much sooner; the validation accuracy gains far less.',
  trainings(setting) {
    const data = images(setting, { train: 1000 })
    return (['batchnorm', undefined] as const).map((normalization) =>
      training(setting, {
        name: normalization ?? 'none',
        data,
        net: { hiddenDims: Array(5).fill(100), weightScale: 2e-2, normalization },
        updateRule: 'adam',
        learningRate: 1e-3,
        batchSize: 50,
        epochs: 10,
      }),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
