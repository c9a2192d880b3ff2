import { judgeLearningRate } from '#work/5-training/diagnostics.ts'
import { courses } from '../charts.ts'
import type { Experiment, Outcome } from '../experiment.ts'
import { ifWritten } from '../if-written.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

/** CIFAR-10 provides 4,000 images of 32 x 32, the small set 1,000 of 16 x 16. */
export const experiment: Experiment = {
  title: 'Learning rates from too low to too high (trick 4)',
  description:
    'The same network of two hidden layers, with the same initial weights and learning rates that differ by factors of ten. ' +
    'Losses above 4 are cut off. The small set has 1,000 images of 16 x 16 instead of 4,000 of 32 x 32.',
  questions: [
    'Which curves can you tell apart after one epoch?',
    'Is the curve that falls fastest at the start also the one that ends lowest?',
    'What would you try next if you could train only one more network?',
  ],
  whatToSee:
    'if the learning rate is too low, the loss hardly moves. If it is good, the loss falls fast, and then ever more slowly. If it is too high, the loss jumps, stays high or explodes.',
  trainings(setting) {
    const data = images(setting, { train: 4000 })
    return [1e-4, 1e-3, 1e-2, 1e-1, 1].map((learningRate) =>
      training(setting, {
        name: String(learningRate),
        data,
        net: { hiddenDims: [100, 100], weightScale: 5e-2 },
        updateRule: 'sgdMomentum',
        learningRate,
        batchSize: 50,
        epochs: 10,
      }),
    )
  },
  show: (outcomes) => ({
    charts: courses(outcomes, 4),
    column: { heading: 'verdict (5.13)', cell: verdictOn },
  }),
}

/** Returns the verdict of the learner's own function on a loss curve. */
const verdictOn = ({ history, diverged }: Outcome): string =>
  ifWritten<string>(
    () => judgeLearningRate(diverged ? [...history.loss, NaN] : history.loss),
    (todo) => `TODO ${todo}`,
  )
