import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

/** The original uses 500 images of 32 x 32, the small set 500 of 16 x 16. */
export const experiment: Experiment = {
  title: 'Dropout as a regularizer',
  description:
    'A network with one hidden layer of 500 units, trained on 500 images: without dropout, and with dropout that keeps 75 % or 25 % of the units. ' +
    'On the small set, the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'Compare training and validation accuracies with and without dropout. What does dropout do to each, and what does that say about dropout as a regularizer?',
    'Suppose that you have tuned keepProb for a network with 500 hidden units, and now it must have only 100. Would you change keepProb, and in which direction?',
  ],
  whatToSee:
    'the more units are dropped, the more slowly the training accuracy rises, but the validation accuracy does not suffer.',
  trainings(setting) {
    const data = images(setting, { train: 500 })
    return [1, 0.75, 0.25].map((keepProb) =>
      training(setting, {
        name: keepProb === 1 ? 'none' : `keep ${keepProb}`,
        data,
        net: { hiddenDims: [500], dropout: keepProb === 1 ? undefined : { keepProb } },
        updateRule: 'adam',
        learningRate: 5e-4,
        batchSize: 100,
        epochs: 25,
      }),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
