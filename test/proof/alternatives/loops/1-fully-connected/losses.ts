import { zerosLike, type Tensor } from '#kit/tensor/index.ts'

// Example by example. The softmax loss adds up ln(e^a + e^b), which stays finite, score by score.

type Loss = (scores: Tensor, labels: ArrayLike<number>) => { loss: number; dscores: Tensor }

/** ln(e^a + e^b) */
const addLogarithms = (a: number, b: number): number =>
  a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b))

export const softmaxLoss: Loss = (scores, labels) => {
  const [N, C] = scores.shape
  const dscores = zerosLike(scores)
  let total = 0
  for (let n = 0; n < N; n++) {
    const start = n * C
    let normalizer = scores.data[start]
    for (let c = 1; c < C; c++) normalizer = addLogarithms(normalizer, scores.data[start + c])
    total += normalizer - scores.data[start + labels[n]]
    for (let c = 0; c < C; c++) {
      const probability = Math.exp(scores.data[start + c] - normalizer)
      dscores.data[start + c] = (probability - (c === labels[n] ? 1 : 0)) / N
    }
  }
  return { loss: total / N, dscores }
}

export const svmLoss: Loss = (scores, labels) => {
  const [N, C] = scores.shape
  const dscores = zerosLike(scores)
  let total = 0
  for (let n = 0; n < N; n++) {
    const right = scores.data[n * C + labels[n]]
    let violations = 0
    for (let c = 0; c < C; c++) {
      if (c === labels[n]) continue
      const margin = 1 - (right - scores.data[n * C + c])
      if (margin <= 0) continue
      violations++
      total += margin
      dscores.data[n * C + c] = 1 / N
    }
    dscores.data[n * C + labels[n]] = -violations / N
  }
  return { loss: total / N, dscores }
}
