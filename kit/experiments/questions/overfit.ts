import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

/** It trains on 100 images of 32 x 32 (50 in the original), or on 100 of 16 x 16 of the small set. */
export const experiment: Experiment = {
  title: 'Learning a few images by heart (trick 1)',
  description:
    'Networks of two, three and five layers on 100 images. On the small set, the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'How high does the training accuracy get? How high does the validation accuracy get, and why does that not matter here?',
    'What would you suspect first if the training accuracy stopped at 60 %: the amount of data, the learning rate, or the gradient?',
  ],
  whatToSee:
    'every network gets 99 or 100 % of its 100 images right, but the validation accuracy stays below 30 % (chance is 10 %).',
  trainings(setting) {
    const data = images(setting, { train: 100 })
    return Object.entries({ 'two layers': 1, 'three layers': 2, 'five layers': 4 }).map(([name, hidden]) =>
      training(setting, {
        name,
        data,
        net: { hiddenDims: Array(hidden).fill(100), weightScale: 5e-2 },
        updateRule: 'adam',
        learningRate: 2e-3,
        batchSize: 25,
        epochs: 20,
      }),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
