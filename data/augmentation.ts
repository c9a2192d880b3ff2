import type { Examples } from '#kit/solver/index.ts'
import { loops } from '#kit/engine/loops/index.ts'
import { empty, formatShape, Random } from '#kit/tensor/index.ts'

/** How training images are varied, so that every epoch shows different ones. */
export interface Augmentation {
  /** Whether to mirror each image horizontally with probability 1/2. */
  flip: boolean
  /** The maximum shift of each image in pixels, horizontally and vertically; 0 leaves it in place. */
  shift: number
  /** The seed. With the image's number and the epoch, it determines how an image is changed. */
  seed: number
}

/** The first stream of random numbers for the epochs, above all streams with other uses. */
const FIRST_STREAM = 2 ** 31
/** How many 32-bit words of the stream belong to each image. */
const WORDS = 8

/**
 * Returns the same examples with images that look different in every epoch: mirrored or not, and shifted by a few
 * pixels. Uncovered edges become 0, which after normalization is the mean of the training images. This is the
 * augmentation of He et al. 2015, "Deep residual learning", section 4.2 (there: 4 pixels are added on each side, and 32
 * x 32 are cut out).
 *
 * The change of an image depends only on the seed, the epoch and its number: not on the order of the images, nor on the
 * batch size.
 *
 * @param examples - images, (N, C, H, W); without an epoch, {@link Examples.batch} returns them unchanged
 */
export function augmented(examples: Examples, { flip, shift, seed }: Augmentation): Examples {
  return {
    size: examples.size,
    batch(indices, epoch) {
      const { x, labels } = examples.batch(indices, epoch)
      if (x.shape.length !== 4) {
        throw new RangeError(
          `augmented: only images can be flipped and shifted, not a tensor of shape ${formatShape(x.shape)}`,
        )
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
