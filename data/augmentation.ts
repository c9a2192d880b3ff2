import type { Examples } from '#kit/solver/index.ts'
import { loops } from '#kit/engine/loops/index.ts'
import { empty, formatShape, Random } from '#kit/tensor/index.ts'

/** How training images are changed, so that no epoch shows the same ones. */
export interface Augmentation {
  /** Mirrors every second image, on average: left and right exchanged. */
  flip: boolean
  /** Moves each image by up to so many pixels to the left or right, and up or down; 0 leaves it where it is. */
  shift: number
  /** Decides what happens to which image, together with its number and the epoch. */
  seed: number
}

/** The random numbers of the epochs come from streams behind those that anything else uses. */
const FIRST_STREAM = 2 ** 31
/** So many 32-bit words of the stream belong to each image. */
const WORDS = 8

/**
 * The same examples, whose images look different in every epoch: mirrored or not, and moved by a few pixels. What comes
 * in at the edges is 0: after normalization, the mean of the training images. This is the augmentation of He et al.
 * 2015, "Deep residual learning", section 4.2 (there: 4 pixels are added at each side, and 32 x 32 of them cut out).
 *
 * What happens to an image depends on the seed, the epoch and its number, and on nothing else: not on the order of the
 * images, and not on how many are asked for at a time.
 *
 * @param examples - images, (N, C, H, W); without an epoch, {@link Examples.batch} gives them as they are
 */
export function augmented(examples: Examples, { flip, shift, seed }: Augmentation): Examples {
  return {
    size: examples.size,
    batch(indices, epoch) {
      const { x, labels } = examples.batch(indices, epoch)
      if (x.shape.length !== 4) {
        throw new RangeError(`augmented: only images can be flipped and shifted, not ${formatShape(x.shape)}`)
      }
      if (epoch === undefined) return { x, labels }
      const random = new Random(seed, FIRST_STREAM + epoch)
      const out = empty(x.shape, x.dtype)
      const [, C, H, W] = x.shape
      for (let n = 0; n < indices.length; n++) {
        random.position = WORDS * indices[n]
        const mirror = random.integer(2) === 1
        const [down, right] = [0, 0].map(() => random.integer(2 * shift + 1) - shift)
        const [to, from] = [out, x].map(({ data }) => data.subarray(n * C * H * W, (n + 1) * C * H * W))
        loops.moveImage(to, from, C, H, W, down, right, flip && mirror)
      }
      return { x: out, labels }
    },
  }
}
