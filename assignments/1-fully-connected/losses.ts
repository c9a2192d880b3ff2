import { div, map, max, sub, sum, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** A loss and its gradient with respect to the scores. */
export interface LossResult {
  /** The mean loss over the N examples. */
  loss: number
  /** The gradient of the mean loss, (N, C). */
  dscores: Tensor
}

/**
 * The softmax (cross-entropy) loss: -log of the probability that softmax gives to the right class, averaged over the
 * examples. It must stay finite for scores of any size.
 *
 * @param scores - logits, (N, C): one score for each example and class
 * @param labels - the right class of each example, N integers from 0 to C - 1
 */
export function softmaxLoss(scores: Tensor, labels: ArrayLike<number>): LossResult {
  const [N, C] = scores.shape
  // TODO 1.5: The loss is the mean over n of -log p[n, labels[n]], with p = softmax of each row. Its gradient is (N, C).
  throw new NotImplementedError('1.5')
}

/**
 * The multiclass support vector machine (hinge) loss of Weston and Watkins, averaged over the examples. Every wrong
 * class must score at least 1 (the margin) less than the right class. Otherwise, the shortfall is added to the loss.
 *
 * @param scores - (N, C): one score for each example and class
 * @param labels - the right class of each example, N integers from 0 to C - 1
 */
export function svmLoss(scores: Tensor, labels: ArrayLike<number>): LossResult {
  const [N, C] = scores.shape
  // TODO 1.6: The loss is the mean over n of the sum over c != labels[n] of max(0, s[n, c] - s[n, labels[n]] + 1). Its
  // gradient is (N, C).
  throw new NotImplementedError('1.6')
}
