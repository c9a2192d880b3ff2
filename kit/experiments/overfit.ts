import { courses } from './charts.ts'
import type { Experiment } from './experiment.ts'
import { images } from './images.ts'
import { training } from './training.ts'

/** Original: 50 images of 32 x 32. Small set: 50 of 16 x 16. */
export const experiment: Experiment = {
  title: 'Learning a few images by heart (trick 1)',
  description:
    'Networks of two, three and five layers on 50 images. On the small set the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'How high does the training accuracy get, and how high the validation accuracy? Why does nobody worry about the latter here?',
    'Which would you suspect first if the training accuracy stopped at 60 %: the amount of data, the learning rate, or the gradient?',
  ],
  whatToSee:
    'every network reaches 100 % of the 50 images, while the validation accuracy stays at 20 to 25 % (chance is 10 %).',
  trainings(setting) {
    const data = images(setting, { train: 50 })
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
