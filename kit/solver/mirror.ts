import { add, empty, mul, type Tensor } from '#kit/tensor/index.ts'
import type { Model } from '#kit/network/index.ts'

/** Mirrors images, (N, C, H, W), horizontally. */
export function mirrored(x: Tensor): Tensor {
  const out = empty(x.shape, x.dtype)
  const width = x.shape[3]
  for (let row = 0; row < x.size; row += width) {
    for (let column = 0; column < width; column++) out.data[row + column] = x.data[row + width - 1 - column]
  }
  return out
}

/**
 * Wraps a model so that it scores each image twice, as it is and mirrored, and returns the mean. A network that was
 * trained with mirrored images is right a little more often this way (test-time augmentation: Krizhevsky et al. 2012,
 * section 4.1).
 *
 * @param model - one whose inputs are images, (N, C, H, W)
 */
export const withMirrorImages = (model: Pick<Model, 'scores'>): Pick<Model, 'scores'> => ({
  scores: (x) => mul(add(model.scores(x), model.scores(mirrored(x))), 0.5),
})
