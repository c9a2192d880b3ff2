import { map, type Tensor } from '#kit/tensor/index.ts'

// Computed in float64 and rounded in the end; gradients element by element, from a function of the index.

export function softmaxLoss(scores: Tensor, labels: ArrayLike<number>): { loss: number; dscores: Tensor } {
  const [N, C] = scores.shape
  const exact = scores.astype('float64')
  const tops = new Float64Array(N).fill(-Infinity)
  exact.data.forEach((score, i) => (tops[Math.floor(i / C)] = Math.max(tops[Math.floor(i / C)], score)))
  const totals = new Float64Array(N)
  exact.data.forEach((score, i) => (totals[Math.floor(i / C)] += Math.exp(score - tops[Math.floor(i / C)])))
  const losses = totals.map((total, n) => Math.log(total) + tops[n] - exact.data[n * C + labels[n]])
  const gradient = map(exact, (score, i) => {
    const n = Math.floor(i / C)
    const probability = Math.exp(score - tops[n]) / totals[n]
    return (i % C === labels[n] ? probability - 1 : probability) / N
  })
  return { loss: losses.reduce((total, loss) => total + loss) / N, dscores: gradient.astype(scores.dtype) }
}

/** Where the margin is met exactly, the loss has a kink: here its slope is 1, as if the margin were missed. */
export function svmLoss(scores: Tensor, labels: ArrayLike<number>): { loss: number; dscores: Tensor } {
  const [N, C] = scores.shape
  const exact = scores.astype('float64')
  /** By how much class c comes too close to the right one; negative if it does not. */
  const overlap = (n: number, c: number): number => exact.data[n * C + c] - exact.data[n * C + labels[n]] + 1
  const wrong = (n: number): number[] => Array.from({ length: C }, (_, c) => c).filter((c) => c !== labels[n])
  const violated = Array.from({ length: N }, (_, n) => wrong(n).filter((c) => overlap(n, c) >= 0))
  const losses = violated.map((classes, n) => classes.reduce((total, c) => total + overlap(n, c), 0))
  const gradient = map(exact, (_, i) => {
    const [n, c] = [Math.floor(i / C), i % C]
    return (c === labels[n] ? -violated[n].length : Number(violated[n].includes(c))) / N
  })
  return { loss: losses.reduce((total, loss) => total + loss) / N, dscores: gradient.astype(scores.dtype) }
}
