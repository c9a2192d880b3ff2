import { moveImage, type Border, type Examples } from '#kit/solver/index.ts'
import { empty, formatShape, Random } from '#kit/tensor/index.ts'

/** How training images are varied, so that every epoch shows different ones. */
export interface Augmentation {
  /** Whether to mirror each image horizontally with probability 1/2. */
  flip: boolean
  /**
   * Mirrors an image by chance in the first epoch, and then in every second one: each image is seen once as it is and
   * once mirrored in any two epochs in a row. With `flip`; false by default.
   */
  alternate?: boolean
  /** The maximum shift of each image in pixels, horizontally and vertically; 0 leaves it in place. */
  shift: number
  /** What fills the edges that a shift uncovers; zeros by default. */
  border?: Border
  /** The seed. With the image's number and the epoch, it determines how an image is changed. */
  seed: number
}

/** The first stream of random numbers for the epochs, above all streams with other uses. */
const FIRST_STREAM = 2 ** 31
/** How many 32-bit words of the stream belong to each image. */
const WORDS = 8

/**
 * Returns the same examples with images that look different in every epoch: mirrored or not, and shifted by a few
 * pixels. By default, uncovered edges become 0, which after normalization is the mean of the training images. This is
 * the augmentation of He et al. 2015, "Deep residual learning", section 4.2 (there: 4 pixels are added on each side, and
 * 32 x 32 are cut out). Alternating flips are from Jordan 2024, arXiv 2404.00498, section 3.6.
 *
 * The change of an image depends only on the seed, the epoch and its number: not on the order of the images, nor on the
 * batch size.
 *
 * @param examples - images, (N, C, H, W); without an epoch, {@link Examples.batch} returns them unchanged
 */
export function augmented(
  examples: Examples,
  { flip, alternate = false, shift, border = 'zeros', seed }: Augmentation,
): Examples {
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
      const randomIn = (e: number) => new Random(seed, FIRST_STREAM + e)
      const [first, random] = [randomIn(1), randomIn(epoch)]
      const out = empty(x.shape, x.dtype)
      const [N, ...shape] = x.shape
      const size = x.size / N
      for (let n = 0; n < indices.length; n++) {
        first.position = random.position = WORDS * indices[n]
        const drawn = random.integer(2) === 1
        const mirror = flip && (alternate ? (first.integer(2) === 1) === (epoch % 2 === 1) : drawn)
        const [down, right] = [0, 0].map(() => random.integer(2 * shift + 1) - shift)
        const [to, from] = [out, x].map(({ data }) => data.subarray(n * size, (n + 1) * size))
        moveImage(to, from, shape, { down, right, mirror, border })
      }
      return { x: out, labels }
    },
  }
}
