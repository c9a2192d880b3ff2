import type { Split } from '#data/index.ts'
import type { Batch, Examples } from '#kit/solver/index.ts'
import { mean, Tensor } from '#kit/tensor/index.ts'
import type { Setting } from './experiment.ts'

/** Images for an experiment, all in memory. */
export interface Images {
  train: Examples
  validation: Examples
  /** Numbers in each image. */
  inputDim: number
}

/** Some images of the data set, in the size in which an experiment looks at them. */
export interface ImageOptions {
  /** How many training images the original uses; fewer if the data set has not so many. */
  train: number
  /** How many validation images, if the data set has so many; 1,000 by default. */
  validation?: number
  /** Halve the images so many times, to 16 x 16, 8 x 8, ..., each pixel the mean of four; by default once for the small set. */
  halvings?: number
}

/** The images that an experiment trains and validates on: every class equally often. */
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

/** All examples of a split as one batch. */
export const all = (split: Split): Batch => split.batch(Array.from({ length: split.size }, (_, i) => i))

/** The same images with half as many rows and columns, so many times. */
export function halved({ x, labels }: Batch, times: number): Batch {
  if (times === 0) return { x, labels }
  const [N, C, H, W] = x.shape
  return halved({ x: mean(x.reshape([N, C, H / 2, 2, W / 2, 2]), [3, 5]), labels }, times - 1)
}

/** Examples that are all in memory, (N, ...), to be had in batches. */
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
