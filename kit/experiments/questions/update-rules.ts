import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

const RATES = { sgd: 1e-2, sgdMomentum: 1e-2, rmsprop: 1e-4, adam: 1e-3 } as const

/** Original: 4,000 images, 32 x 32, batches of 100, 5 epochs. Small set: 1,000, 16 x 16, batches of 50, 10 epochs. */
export const experiment: Experiment = {
  title: 'Update rules',
  description:
    'The same network of five hidden layers with 100 units each and the same initial weights, trained by each update rule. ' +
    'The small set has 1,000 images of 16 x 16 instead of 4,000 of 32 x 32, and the networks train for twice as many epochs.',
  questions: [
    'Momentum is faster than plain gradient descent. What must be true of the gradients in successive steps for it to help?',
    'Adam and RMSProp use learning rates ten and a hundred times smaller than the other two. Is that a fair comparison? How would you make it fairer?',
  ],
  whatToSee: 'plain gradient descent is by far the slowest. Momentum and the adaptive rules are much faster.',
  trainings(setting) {
    const original = setting.dataset.name === 'cifar10'
    const data = images(setting, { train: 4000 })
    return (Object.keys(RATES) as (keyof typeof RATES)[]).map((updateRule) =>
      training(setting, {
        name: updateRule,
        data,
        net: { hiddenDims: Array(5).fill(100), weightScale: 8e-2 },
        updateRule,
        learningRate: RATES[updateRule],
        batchSize: original ? 100 : 50,
        epochs: original ? 5 : 10,
      }),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
