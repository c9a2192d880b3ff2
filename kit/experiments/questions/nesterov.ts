import { sgdMomentum } from '#work/1-fully-connected/optimizers.ts'
import { nesterovMomentum } from '#work/6-cifar10/nesterov-momentum.ts'
import type { UpdateRule } from '#kit/solver/index.ts'
import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

const RULES = { momentum: sgdMomentum, Nesterov: nesterovMomentum }

/** The usual momentum, and one with which the velocity remembers fifty steps. */
const MOMENTA = [0.9, 0.98]

export const experiment: Experiment = {
  title: 'Momentum and Nesterov momentum',
  description:
    'The same network of five hidden layers with 100 units each and the same initial weights, trained with momentum and with Nesterov momentum: once with the usual 0.9, and once with 0.98. ' +
    'CIFAR-10 provides 4,000 images of 16 x 16, and the small set 1,000.',
  questions: [
    'With which momentum is the difference between the two rules larger? Why?',
    'In which epochs are the curves of the two rules the same, and when do they part?',
  ],
  whatToSee:
    'in the first epochs, the two rules are nearly the same. Later, Nesterov momentum is ahead: a little with 0.9, and clearly with 0.98, where momentum overshoots.',
  trainings(setting) {
    const data = images(setting, { train: 4000, halvings: 1 })
    return MOMENTA.flatMap((momentum) =>
      Object.entries(RULES).map(([name, rule]) =>
        training(setting, {
          name: `${name} ${momentum}`,
          data,
          net: { hiddenDims: Array(5).fill(100), weightScale: 8e-2 },
          updateRule: rule as UpdateRule,
          learningRate: 1e-2,
          momentum,
          batchSize: 50,
          epochs: setting.dataset.name === 'cifar10' ? 5 : 10,
        }),
      ),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
