import { affine, averagePool, convRelu, Network } from '#kit/network/index.ts'
import { identityFilters } from '#work/6-cifar10/identity-filters.ts'
import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { training } from '../training.ts'

const DEPTH = 10

export const experiment: Experiment = {
  title: 'Filters that start by doing nothing',
  description:
    'A plain network of eleven convolutions with 16 filters each, without shortcuts and without batch normalization. In one network all filters start as random numbers. In the other, those of the last ten convolutions start as your identity filters. ' +
    'CIFAR-10 provides 4,000 images of 16 x 16, and the small set 1,000.',
  questions: [
    'What does the network with identity filters compute at the start? How many of its layers matter then?',
    'After how many epochs does the loss of the other network begin to fall? What has to happen before?',
  ],
  whatToSee:
    'with identity filters, the loss falls from the first epoch. With random filters, it hardly moves for some epochs.',
  trainings(setting) {
    const data = images(setting, { train: 4000, halvings: 1 })
    return ['random', 'identity'].map((start) =>
      training(setting, {
        name: `${start} filters`,
        data,
        net() {
          const network = new Network({
            layers: [...Array.from({ length: 1 + DEPTH }, () => convRelu(16)), averagePool(), affine(10)],
            inputShape: [3, 16, 16],
            seed: setting.seed,
          })
          if (start === 'identity')
            for (let layer = 2; layer <= 1 + DEPTH; layer++)
              network.params[`W${layer}`] = identityFilters(network.params[`W${layer}`])
          return network
        },
        updateRule: 'sgdMomentum',
        learningRate: 1e-2,
        batchSize: 50,
        epochs: setting.dataset.name === 'cifar10' ? 4 : 10,
      }),
    )
  },
  show: (outcomes) => ({ charts: courses(outcomes) }),
}
