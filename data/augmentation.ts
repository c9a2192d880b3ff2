import type { Examples } from '#kit/solver/index.ts'
import { empty, formatShape, Random, sizeOf, zeros, type Tensor } from '#kit/tensor/index.ts'

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
      // What is moved leaves a border of zeros.
      const out = (shift > 0 ? zeros : empty)(x.shape, x.dtype)
      const size = sizeOf(x.shape.slice(1))
      for (let n = 0; n < indices.length; n++) {
        random.position = WORDS * indices[n]
        const mirror = random.integer(2) === 1
        const [down, right] = [0, 0].map(() => random.integer(2 * shift + 1) - shift)
        if (down === 0 && right === 0 && !(flip && mirror)) {
          out.data.set(x.data.subarray(n * size, (n + 1) * size), n * size)
        } else copyImage(out, x, n, { down, right, mirror: flip && mirror })
      }
      return { x: out, labels }
    },
  }
}

/** Copies image n of x to the same place of `out`, mirrored first and then moved. */
function copyImage(
  out: Tensor,
  x: Tensor,
  n: number,
  { down, right, mirror }: { down: number; right: number; mirror: boolean },
): void {
  const [, C, H, W] = x.shape
  const [to, from] = [out.data, x.data]
  const [left, width] = [Math.max(0, right), W - Math.abs(right)]
  // Where the first pixel of a row comes from, and on which side of it the next one.
  const [first, next] = mirror ? [W - 1 - left + right, -1] : [left - right, 1]
  for (let c = 0; c < C; c++) {
    const plane = (n * C + c) * H * W
    for (let row = Math.max(0, down); row < Math.min(H, H + down); row++) {
      const target = plane + row * W + left
      const source = plane + (row - down) * W + first
      for (let i = 0; i < width; i++) to[target + i] = from[source + next * i]
    }
  }
}
