import type { Dataset, Split } from '#data/index.ts'
import { halved } from '#kit/experiments/images.ts'
import { type Examples } from '#kit/solver/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { hasPart } from '#kit/course/manifest.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The ways in which `npm run train` can preprocess images: the kit's own, or functions of preprocessing.ts. */
export const preprocessings = ['built-in', 'centred', 'normalized', 'whitened'] as const
export type Preprocessing = (typeof preprocessings)[number]

/** The three splits of a data set, ready for a network. */
export interface Prepared {
  train: Examples
  validation: Examples
  test: Examples
  /** The number of values per example, if it is not 3 x 32 x 32. */
  inputDim?: number
}

type Step = (x: Tensor) => Tensor

/** The most images used for fitting. With more, means and variances hardly change. */
const MOST_FITTED = 10_000
/** Halving the images leaves 768 values each, so that PCA takes seconds instead of minutes. */
const [WHITENED_HALVINGS, DIRECTIONS] = [1, 256]

/** @throws UserError when the functions that an option uses do not belong to the course */
export function requirePart5(option: '--check' | '--preprocessing'): void {
  if (!hasPart(5))
    throw new UserError(
      'bad-setting',
      `"${option}" uses your functions of Part 5, which does not belong to this course. Leave it out.`,
    )
}

/**
 * Preprocesses all images in the named way, fitted to the training split only.
 *
 * @param train - the training images in use, which may be fewer than the data set has
 * @throws UserError when the way needs more training images
 */
export async function prepare(dataset: Dataset, train: Split, way: Preprocessing): Promise<Prepared> {
  const { validation, test } = dataset
  if (way === 'built-in') return { train, validation, test }
  requirePart5('--preprocessing')
  const { fitMean, fitNormalization, fitPca, normalize, subtractMean, whiten } =
    await import('#work/5-training/preprocessing.ts')
  const halvings = way === 'whitened' ? WHITENED_HALVINGS : 0
  const fewer = train.subset(Math.min(train.size, MOST_FITTED))
  const x = rows(
    fewer,
    Array.from({ length: fewer.size }, (_, i) => i),
    halvings,
  )
  if (way === 'whitened' && x.shape[0] < DIRECTIONS) {
    throw new UserError(
      'data',
      `Whitening finds ${DIRECTIONS} directions, so it needs at least ${DIRECTIONS} training images.`,
    )
  }
  const fitted: Record<Exclude<Preprocessing, 'built-in'>, () => Step> = {
    centred() {
      const mean = fitMean(x)
      return (any) => subtractMean(any, mean)
    },
    normalized() {
      const normalization = fitNormalization(x)
      return (any) => normalize(any, normalization)
    },
    whitened() {
      const pca = fitPca(x, DIRECTIONS)
      return (any) => whiten(any, pca)
    },
  }
  const apply = fitted[way]()
  const prepared = (split: Split): Examples => ({
    size: split.size,
    batch(indices) {
      const y = apply(rows(split, indices, halvings))
      const labels = Uint8Array.from(indices, (index) => split.labels[index])
      return { x: way === 'whitened' ? y : y.reshape([-1, 3, 32, 32]), labels }
    },
  })
  return {
    train: prepared(train),
    validation: prepared(validation),
    test: prepared(test),
    inputDim: way === 'whitened' ? DIRECTIONS : undefined,
  }
}

/** Returns some images as rows with values from 0 to 1. Each halving leaves half as many rows and columns of pixels. */
function rows({ images, labels }: Split, indices: ArrayLike<number>, halvings: number): Tensor {
  const each = images.length / labels.length
  const pixels = new Float32Array(indices.length * each)
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] * each
    for (let k = 0; k < each; k++) pixels[i * each + k] = images[start + k] / 255
  }
  const x = new Tensor(pixels, [indices.length, 3, 32, 32])
  return halved({ x, labels: [] }, halvings).x.reshape([indices.length, -1])
}
