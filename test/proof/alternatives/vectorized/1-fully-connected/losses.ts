import { div, map, matmul, max, mul, ones, sub, sum, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// With the labels as a matrix of zeros and ones.

type Loss = (scores: Tensor, labels: ArrayLike<number>) => { loss: number; dscores: Tensor }

function oneHot(scores: Tensor, labels: ArrayLike<number>): Tensor {
  const hot = zerosLike(scores)
  for (const [n, label] of Array.from(labels).entries()) hot.data[n * scores.shape[1] + label] = 1
  return hot
}

export const softmaxLoss: Loss = (scores, labels) => {
  const hot = oneHot(scores, labels)
  const shifted = sub(scores, max(scores, 1, { keepDims: true }))
  const exponentials = map(shifted, Math.exp)
  const totals = sum(exponentials, 1, { keepDims: true })
  const probabilities = div(exponentials, totals)
  const N = scores.shape[0]
  return {
    loss: (sum(map(totals, Math.log)) - sum(mul(shifted, hot))) / N,
    dscores: mul(sub(probabilities, hot), 1 / N),
  }
}

export const svmLoss: Loss = (scores, labels) => {
  const [N, C] = scores.shape
  const hot = oneHot(scores, labels)
  const right = sum(mul(scores, hot), 1, { keepDims: true })
  // The right class itself is always 1 over.
  const margins = map(sub(scores, sub(right, 1)), (margin) => Math.max(0, margin))
  const violated = sub(map(margins, Math.sign), hot)
  const counts = matmul(violated, ones([C, 1], scores.dtype))
  return { loss: sum(margins) / N - 1, dscores: div(sub(violated, mul(hot, counts)), N) }
}
