import { affine, averagePool, convRelu, Network } from '#kit/network/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { filterPicture } from '#kit/training/report/filter-picture.ts'
import { whiteningFilters } from '#work/6-cifar10/whitening-filters.ts'
import { courses } from '../charts.ts'
import type { Experiment, PixelPicture, Setting } from '../experiment.ts'
import { picturesOf } from '../if-written.ts'
import { all, halved, images } from '../images.ts'
import { training } from '../training.ts'

/** The height and width of the patches. */
const SIZE = 2
/** Two filters for each of the numbers of a patch. */
const FILTERS = 2 * 3 * SIZE ** 2

export const experiment: Experiment = {
  title: 'A first layer that whitens',
  description:
    'A network of two convolutions, with 24 filters of 2 x 2 in the first one. In one network these start as random numbers, and in the other as your whitening filters, fitted to 500 training images. ' +
    'CIFAR-10 provides 4,000 images of 16 x 16, and the small set 1,000.',
  questions: [
    'How many epochs is the network with whitening filters ahead?',
    'Both networks have the same number of weights, and both may change them. Why is the start so important?',
  ],
  whatToSee:
    'the loss falls sooner with whitening filters, and stays lower. On the pictures, the first filter measures brightness, and the last ones fine changes of colour.',
  trainings(setting) {
    const data = images(setting, { train: 4000, halvings: 1 })
    return ['random', 'whitening'].map((start) =>
      training(setting, {
        name: `${start} filters`,
        data,
        net() {
          const network = new Network({
            layers: [
              convRelu(FILTERS, { size: SIZE, pad: 0 }),
              convRelu(32, { stride: 2 }),
              averagePool(),
              affine(10),
            ],
            inputShape: [3, 16, 16],
            seed: setting.seed,
          })
          if (start === 'whitening') network.params.W1 = fitted(setting)
          return network
        },
        updateRule: 'sgdMomentum',
        learningRate: 3e-2,
        batchSize: 50,
        epochs: setting.dataset.name === 'cifar10' ? 6 : 15,
      }),
    )
  },
  show: (outcomes, setting) => ({
    charts: courses(outcomes),
    ...picturesOf({ 'The whitening filters': () => [pictureOf(fitted(setting))] }),
  }),
}

/** Returns the whitening filters of some training images. */
function fitted({ dataset: { train } }: Setting): Tensor {
  const { x } = halved(all(train.subset(Math.min(500, train.size))), 1)
  return whiteningFilters(x, SIZE, { epsilon: 5e-4 })
}

/** Draws the first half of the filters: the others are the same with the opposite sign. */
function pictureOf({ data, shape: [count, ...rest] }: Tensor): PixelPicture {
  const half = new Tensor(data.slice(0, data.length / 2), [count / 2, ...rest])
  return {
    name: 'whitening-filters',
    caption: `the first ${count / 2} whitening filters, of ${SIZE} x ${SIZE} pixels`,
    picture: filterPicture(half),
  }
}
