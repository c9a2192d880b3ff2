import { Tensor } from '#kit/tensor/index.ts'

// Each example is a small array with methods; the result brings the probabilities or the margins along.

const rowsOf = ({ data, shape: [N, C] }: Tensor): number[][] =>
  Array.from({ length: N }, (_, n) => Array.from(data.subarray(n * C, (n + 1) * C)))

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Rows of numbers with the shape and element type of `like`. */
function asTensor(rows: readonly number[][], like: Tensor): Tensor {
  const data = like.dtype === 'float32' ? Float32Array.from(rows.flat()) : Float64Array.from(rows.flat())
  return new Tensor(data, like.shape)
}

export function softmaxLoss(scores: Tensor, labels: ArrayLike<number>) {
  const rows = rowsOf(scores)
  const N = rows.length
  const logProbabilities = rows.map((row) => {
    const top = Math.max(...row)
    const normalizer = top + Math.log(total(row.map((score) => Math.exp(score - top))))
    return row.map((score) => score - normalizer)
  })
  const probabilities = logProbabilities.map((row) => row.map(Math.exp))
  const gradients = probabilities.map((row, n) =>
    row.with(labels[n], row[labels[n]] - 1).map((value) => value / N),
  )
  return {
    loss: -total(logProbabilities.map((row, n) => row[labels[n]])) / N,
    dscores: asTensor(gradients, scores),
    probabilities: asTensor(probabilities, scores),
  }
}

export function svmLoss(scores: Tensor, labels: ArrayLike<number>) {
  const rows = rowsOf(scores)
  const margins = rows.map((row, n) =>
    row.map((score, c) => (c === labels[n] ? 0 : Math.max(0, score - row[labels[n]] + 1))),
  )
  const gradients = margins.map((row, n) => {
    const violated = row.map((margin) => Number(margin > 0))
    return violated.with(labels[n], -total(violated)).map((value) => value / rows.length)
  })
  return Object.freeze({
    loss: total(margins.map(total)) / rows.length,
    dscores: asTensor(gradients, scores),
    margins,
  })
}
