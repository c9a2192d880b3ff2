import type { Model } from '#kit/network/index.ts'
import { add, empty, mul, type Tensor } from '#kit/tensor/index.ts'
import { withMirrorImages } from './mirror.ts'
import { shifted } from './shift.ts'

/** An image is unsure if the probability of its best class is above that of the second by no more than this. */
const UNSURE = 0.5

/**
 * Wraps a model so that it looks at each image from several sides, and returns weighted means of the scores: first at
 * the image and its mirror image. Only if the two together are unsure, it also looks at both of them shifted by a pixel
 * up and to the left, and down and to the right. Then the two kinds of views count half each. (Test-time augmentation, as
 * in Krizhevsky et al. 2012, section 4.1; these six views: Jordan 2024, arXiv 2404.00498, section 3.5.)
 *
 * @param model - one whose inputs are images, (N, C, H, W), and that was trained with mirrored and shifted images
 */
export function withViews(model: Pick<Model, 'scores'>): Pick<Model, 'scores'> {
  const both = withMirrorImages(model)
  return {
    scores(x) {
      const scores = both.scores(x).clone()
      const unsure = unsureRows(scores)
      if (unsure.length === 0) return scores
      const images = rowsOf(x, unsure)
      const moved = add(both.scores(shifted(images, -1, -1)), both.scores(shifted(images, 1, 1)))
      const all = add(mul(0.5, rowsOf(scores, unsure)), mul(0.25, moved))
      const classes = scores.shape[1]
      unsure.forEach((n, i) => {
        scores.data.set(all.data.subarray(i * classes, (i + 1) * classes), n * classes)
      })
      return scores
    },
  }
}

/** Returns the numbers of the rows whose two most probable classes have similar probabilities. */
function unsureRows({ data, shape: [N, C] }: Tensor): number[] {
  return Array.from({ length: N }, (_, n) => n).filter((n) => {
    const row = Array.from(data.subarray(n * C, (n + 1) * C)).toSorted((a, b) => b - a)
    const total = row.reduce((sum, score) => sum + Math.exp(score - row[0]), 0)
    return !((1 - Math.exp(row[1] - row[0])) / total > UNSURE)
  })
}

/** Returns some rows of a tensor, in this order. */
function rowsOf(x: Tensor, rows: readonly number[]): Tensor {
  const size = x.size / x.shape[0]
  const out = empty([rows.length, ...x.shape.slice(1)], x.dtype)
  rows.forEach((n, i) => out.data.set(x.data.subarray(n * size, (n + 1) * size), i * size))
  return out
}
