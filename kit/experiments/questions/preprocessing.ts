import type { Split } from '#data/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import {
  fitMean,
  fitNormalization,
  fitPca,
  normalize,
  subtractMean,
  whiten,
} from '#work/5-training/preprocessing.ts'
import { courses } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { picturesOf } from '../if-written.ts'
import { examplesOf, halved } from '../images.ts'
import { centredAndNormalized, principalComponents } from '../preprocessed-pictures.ts'
import { training } from '../training.ts'

/** CIFAR-10 provides 10,000 images of 16 x 16, the small set 1,000 of 8 x 8, so that finding 192 directions is fast. */
export const experiment: Experiment = {
  title: 'Preprocessing (trick 8)',
  description:
    'The same network with one hidden layer, the same initial weights and the same learning rate, on pixels that are raw (0 to 1), centred, normalized and whitened. ' +
    'CIFAR-10 provides 10,000 images of 16 x 16, and the small set 1,000 of 8 x 8.',
  questions: [
    'Which of the steps matters most? Compare the first epochs.',
    'Whitening makes it easier to learn the images by heart. Why does it not make the network better on new images?',
  ],
  whatToSee:
    'each step makes learning faster. The network learns whitened images by heart soonest. But on new images, it is no better than with normalized ones.',
  trainings(setting) {
    const { dataset, trainSize = 10_000 } = setting
    const halvings = dataset.name === 'cifar10' ? 1 : 2
    const pixels = (split: Split, count: number) => {
      const few = split.subset(Math.min(count, split.size))
      const x = new Tensor(
        Float32Array.from(few.images, (byte) => byte / 255),
        [few.size, 3, 32, 32],
      )
      const small = halved({ x, labels: few.labels }, halvings)
      return { x: small.x.reshape([few.size, -1]), labels: few.labels }
    }
    const [train, validation] = [pixels(dataset.train, trainSize), pixels(dataset.validation, 1000)]
    const [mean, normalization, pca] = [fitMean(train.x), fitNormalization(train.x), fitPca(train.x)]
    const ways: Record<string, (x: Tensor) => Tensor> = {
      raw: (x) => x,
      centred: (x) => subtractMean(x, mean),
      normalized: (x) => normalize(x, normalization),
      whitened: (x) => whiten(x, pca, 1e-3),
    }
    return Object.entries(ways).map(([name, prepare]) =>
      training(setting, {
        name,
        data: {
          train: examplesOf({ ...train, x: prepare(train.x) }),
          validation: examplesOf({ ...validation, x: prepare(validation.x) }),
          inputDim: train.x.shape[1],
        },
        net: { hiddenDims: [100], weightScale: 5e-2 },
        updateRule: 'sgdMomentum',
        learningRate: 3e-2,
        batchSize: 50,
        epochs: 15,
      }),
    )
  },
  show: (outcomes, setting) => ({
    charts: courses(outcomes),
    ...picturesOf({
      'The mean image, and the centred and normalized images': () => [centredAndNormalized(setting)],
      'Images and their principal components': () => [principalComponents(setting)],
    }),
  }),
}
