import { inRows, panelsOf } from '#kit/training/report/panels.ts'
import { add, div, map, matmul, mean, mul, tensor, transpose, type Tensor } from '#kit/tensor/index.ts'
import {
  fitMean,
  fitNormalization,
  fitPca,
  normalize,
  project,
  subtractMean,
  whiten,
} from '#work/5-training/preprocessing.ts'
import type { PixelPicture, Setting } from './experiment.ts'
import { halved } from './images.ts'
import { photographs, pixelsOf } from './photographs.ts'

const TRAINING_IMAGES = 1000
/** The height and width of the images used for principal components. */
const SIDE = 16
/** How many of their 256 values are kept. */
const KEPT = 40
const COMPONENTS_SHOWN = 6

/** Draws the mean image, and six photographs with the mean subtracted and divided by the deviations. */
export function centredAndNormalized(setting: Setting): PixelPicture {
  const { train, x } = pixels(setting)
  const [fittedMean, normalization] = [fitMean(train), fitNormalization(train)]
  const images = (rows: Tensor) => rows.reshape([-1, 3, 32, 32])
  return {
    name: 'centred-and-normalized',
    caption:
      'From top to bottom: the mean image, and the photographs as they are, centred and normalized. In the last two rows, grey stands for 0.',
    picture: inRows(
      [
        panelsOf(images(fittedMean.mean), { white: 1 }),
        panelsOf(images(x), { white: 1 }),
        panelsOf(images(subtractMean(x, fittedMean)), { black: -0.5, white: 0.5 }),
        panelsOf(images(normalize(x, normalization)), { black: -2, white: 2 }),
      ],
      2,
    ),
  }
}

/** Draws the first principal components of grey images, and photographs described by some and all of them. */
export function principalComponents(setting: Setting): PixelPicture {
  const [train, x] = Object.values(pixels(setting)).map(greySmall)
  const pca = fitPca(train)
  const strongest = tensor(Array.from({ length: SIDE * SIDE }, (_, k) => Number(k < KEPT)))
  const backToPixels = (coordinates: Tensor) => matmul(coordinates, pca.basis, { transposeB: true })
  const images = (rows: Tensor) => rows.reshape([-1, 1, SIDE, SIDE])
  const components = panelsOf(images(inDeviations(transpose(pca.basis))), {
    black: -2.5,
    white: 2.5,
    scale: 2,
  })
  return {
    name: 'principal-components',
    caption: `From top to bottom: the first ${COMPONENTS_SHOWN} principal components, photographs in grey, the same photographs rebuilt from the first ${KEPT} of their ${SIDE * SIDE} coordinates, and the same photographs whitened and turned back into pixels`,
    picture: inRows(
      [
        components.slice(0, COMPONENTS_SHOWN),
        panelsOf(images(x), { white: 1, scale: 2 }),
        panelsOf(images(add(backToPixels(mul(project(x, pca), strongest)), pca.mean)), {
          white: 1,
          scale: 2,
        }),
        panelsOf(images(inDeviations(backToPixels(whiten(x, pca, 1e-3)))), {
          black: -2.5,
          white: 2.5,
          scale: 2,
        }),
      ],
      2,
    ),
  }
}

/** Returns training images for fitting, and photographs, as rows of pixels from 0 to 1. */
function pixels({ dataset, trainSize = TRAINING_IMAGES }: Setting): { train: Tensor; x: Tensor } {
  const few = dataset.train.subset(Math.min(trainSize, TRAINING_IMAGES))
  const rows = (images: Tensor) => div(images, 255).reshape([images.shape[0], -1])
  const all = Array.from({ length: few.size }, (_, i) => i)
  return { train: rows(pixelsOf(few, all)), x: rows(photographs(dataset)) }
}

/** Returns the same images in grey, with a quarter of the pixels. */
function greySmall(x: Tensor): Tensor {
  const grey = mean(x.reshape([-1, 3, 32, 32]), 1, { keepDims: true })
  return halved({ x: grey, labels: [] }, 1).x.reshape([x.shape[0], -1])
}

/** Divides each row by the deviation of its values, so that all are equally visible. */
const inDeviations = (rows: Tensor): Tensor =>
  div(rows, map(mean(mul(rows, rows), 1, { keepDims: true }), Math.sqrt))
