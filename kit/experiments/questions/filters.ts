import { transpose } from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '#work/1-fully-connected/fully-connected-net.ts'
import { filterGrid } from '#work/5-training/diagnostics.ts'
import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

const NET = { hiddenDims: [36], weightScale: 1e-3 }

/** CIFAR-10 provides 10,000 images, the small set 1,000, in their full size of 32 x 32. */
export const experiment: Experiment = {
  title: 'Weights of the first layer as pictures (trick 7)',
  description:
    'The weights of each of the 36 hidden units of a two-layer network, as pictures: before training, after training, and after training with strong regularization.',
  questions: [
    'Which of the trained weights would you rather have, the noisy ones or the smooth ones? What do they tell you about new images?',
    'Can you recognize any of the classes in them?',
  ],
  whatToSee:
    'noise before training, blobs of colour with a lot of noise after training, and smooth, colourful templates with regularization.',
  trainings(setting) {
    const data = images(setting, { train: 10_000, halvings: 0 })
    return [0, 0.25].map((reg) =>
      training(setting, {
        name: `reg ${reg}`,
        data,
        net: { ...NET, reg },
        updateRule: 'sgdMomentum',
        learningRate: 1e-2,
        batchSize: 50,
        epochs: setting.dataset.name === 'cifar10' ? 5 : 30,
      }),
    )
  },
  show(outcomes) {
    const networks = [
      { name: 'before training', params: new FullyConnectedNet(NET).params },
      ...outcomes.map(({ name, model }) => ({ name: `after training, ${name}`, params: model.params })),
    ]
    return {
      charts: courses(outcomes),
      pictures: networks.map(({ name, params: { W1 } }, i) => ({
        name: `filters-${i + 1}`,
        caption: name,
        picture: filterGrid(transpose(W1).reshape([-1, 3, 32, 32])),
      })),
    }
  },
}
