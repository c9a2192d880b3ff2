import { zerosLike, type Tensor } from '#kit/tensor/index.ts'

/**
 * The softmax loss with smoothed labels: the right class should get the probability 1 - smoothing + smoothing / C, and
 * each other one smoothing / C, so that the scores need not grow without end. The loss is the cross-entropy
 * - Σ target · log p, averaged over the examples. Szegedy et al. 2015, "Rethinking the Inception architecture", section 7.
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
      // 0 times minus infinity is not a number: a score may be that low where nothing is smoothed.
      if (target > 0) loss -= (target * logProbability) / N
      dscores.data[n * C + c] = (Math.exp(logProbability) - target) / N
    }
  }
  return { loss, dscores }
}
