import { formatShape, Tensor, zeros } from '#kit/tensor/index.ts'

// x itself is moved and put back, as a NumPy user would do it.

export function numericGradient(f: (x: Tensor) => number, x: Tensor, step = 1e-5): Tensor {
  const result = zeros(x.shape, x.dtype)
  const { data } = x
  for (let i = 0; i < data.length; i++) {
    const old = data[i]
    data[i] = old + step
    let difference = f(x)
    data[i] = old - step
    difference -= f(x)
    data[i] = old
    result.data[i] = difference / step / 2
  }
  return result
}

export function relativeError(analytic: Tensor, numeric: Tensor): number {
  const [one, other] = [formatShape(analytic.shape), formatShape(numeric.shape)]
  if (one !== other) throw new RangeError(`The gradients have the shapes ${one} and ${other}.`)
  let worst = 0
  for (let i = 0; i < analytic.size; i++) {
    const a = analytic.data[i]
    const n = numeric.data[i]
    if (!Number.isFinite(a) || !Number.isFinite(n)) return NaN
    let denominator = Math.abs(a) + Math.abs(n)
    if (denominator < 1e-8) denominator = 1e-8
    const error = Math.abs(a - n) / denominator
    if (error > worst) worst = error
  }
  return worst
}

export function judgeOverfitting(
  train: readonly number[],
  other: number,
): 'knows too much' | 'learned by heart' | 'still learning' | 'learns nothing' {
  if (!train.length) throw new RangeError('No training accuracy.')
  let best = -1
  for (const accuracy of train) if (accuracy > best) best = accuracy
  if (other <= 0.5) {
    if (best >= 0.99) return 'learned by heart'
    if (train.at(-1)! > train[0] + 0.1) return 'still learning'
    return 'learns nothing'
  }
  return 'knows too much'
}
