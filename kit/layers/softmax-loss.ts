import { zerosLike, type Tensor } from '#kit/tensor/index.ts'

/**
 * Computes the softmax loss with smoothed labels. The target probability is 1 - smoothing + smoothing / C for the right
 * class and smoothing / C for every other class, so that the scores need not grow without limit. The loss is the
 * cross-entropy - Σ target · log p, averaged over the examples. Szegedy et al. 2015, "Rethinking the Inception
 * architecture", section 7.
 *
 * @param scores - (N, C): one score for each example and class
 * @param labels - the right class of each example, N integers from 0 to C - 1
 * @param smoothing - from 0, which gives the `softmaxLoss` of Part 1, up to but not including 1
 * @returns the mean loss and its gradient with respect to the scores, (N, C)
 */
export function smoothedSoftmaxLoss(
  scores: Tensor,
  labels: ArrayLike<number>,
  smoothing: number,
): { loss: number; dscores: Tensor } {
  const [N, C] = scores.shape
  const dscores = zerosLike(scores)
  let loss = 0
  for (let n = 0; n < N; n++) {
    const row = scores.data.subarray(n * C, (n + 1) * C)
    const highest = Math.max(...row)
    let total = 0
    for (const score of row) total += Math.exp(score - highest)
    for (let c = 0; c < C; c++) {
      const logProbability = row[c] - highest - Math.log(total)
      const target = smoothing / C + (c === labels[n] ? 1 - smoothing : 0)
      // Avoids NaN from 0 times minus infinity. Without smoothing, a score may be that low.
      if (target > 0) loss -= (target * logProbability) / N
      dscores.data[n * C + c] = (Math.exp(logProbability) - target) / N
    }
  }
  return { loss, dscores }
}
