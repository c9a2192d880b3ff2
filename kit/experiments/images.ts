import type { Split } from '#data/index.ts'
import type { Batch, Examples } from '#kit/solver/index.ts'
import { mean, Tensor } from '#kit/tensor/index.ts'
import type { Setting } from './experiment.ts'

/** The images of an experiment, all in memory. */
export interface Images {
  train: Examples
  validation: Examples
  /** The number of values in each image. */
  inputDim: number
}

/** How many images an experiment uses, and their size. */
export interface ImageOptions {
  /** The number of training images in the original; fewer if the data set is smaller. */
  train: number
  /** The number of validation images; fewer if the data set is smaller; 1,000 by default. */
  validation?: number
  /** How often to halve the images, to 16 x 16, 8 x 8, ...; by default once for the small set, else never. */
  halvings?: number
}

/** Returns the images that an experiment trains and validates on, with the same number of each class. */
export function images(setting: Setting, { train, validation = 1000, halvings }: ImageOptions): Images {
  const { dataset, trainSize = train } = setting
  const times = halvings ?? (dataset.name === 'tiny' ? 1 : 0)
  const few = (split: Split, count: number) => halved(all(split.subset(Math.min(count, split.size))), times)
  const [forTraining, forValidation] = [few(dataset.train, trainSize), few(dataset.validation, validation)]
  return {
    train: examplesOf(forTraining),
    validation: examplesOf(forValidation),
    inputDim: forTraining.x.size / forTraining.x.shape[0],
  }
}

/** Returns all examples of a split as one batch. */
export const all = (split: Split): Batch => split.batch(Array.from({ length: split.size }, (_, i) => i))

/** Halves the rows and columns of images this many times. */
export function halved({ x, labels }: Batch, times: number): Batch {
  if (times === 0) return { x, labels }
  const [N, C, H, W] = x.shape
  return halved({ x: mean(x.reshape([N, C, H / 2, 2, W / 2, 2]), [3, 5]), labels }, times - 1)
}

/** Makes examples from tensors in memory, (N, ...). */
export function examplesOf({ x, labels }: Batch): Examples {
  const each = x.size / x.shape[0]
  return {
    size: x.shape[0],
    batch: (indices) => {
      const data = new Float32Array(indices.length * each)
      for (let i = 0; i < indices.length; i++) {
        data.set(x.data.subarray(indices[i] * each, (indices[i] + 1) * each), i * each)
      }
      return {
        x: new Tensor(data, [indices.length, ...x.shape.slice(1)]),
        labels: Array.from(indices, (index) => labels[index]),
      }
    },
  }
}
