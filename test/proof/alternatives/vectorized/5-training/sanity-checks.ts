import { add, div, formatShape, map, max, mul, sub, Tensor } from '#kit/tensor/index.ts'

// Every point at which the function is asked for is a tensor of its own: x plus or minus a multiple of a unit vector.

export const numericGradient = (f: (x: Tensor) => number, x: Tensor, step = 1e-5): Tensor => {
  const unit = (index: number) =>
    mul(
      step,
      map(x, (_, i) => +(i === index)),
    )
  return map(x, (_, i) => (0.5 * (f(add(x, unit(i))) - f(sub(x, unit(i))))) / step)
}

export function relativeError(analytic: Tensor, numeric: Tensor): number {
  const fits = JSON.stringify(analytic.shape) === JSON.stringify(numeric.shape)
  if (!fits) throw new RangeError([analytic, numeric].map(({ shape }) => formatShape(shape)).join(' vs '))
  const magnitudes = add(map(numeric, Math.abs), map(analytic, Math.abs))
  const floor = map(magnitudes, (magnitude) => (magnitude > 1e-8 ? magnitude : 1e-8))
  const errors = map(div(sub(numeric, analytic), floor), (error) => (error < 0 ? -error : error))
  const finite = [analytic, numeric].every(({ data }) => data.every(Number.isFinite))
  return finite ? Math.max(0, max(errors)) : NaN
}

export const judgeOverfitting = (train: readonly number[], other: number) => {
  const [first] = train
  if (first === undefined) throw new RangeError('Nothing was measured.')
  const rise = train[train.length - 1] - first
  return other > 0.5
    ? ('knows too much' as const)
    : Math.max(...train) >= 0.99
      ? ('learned by heart' as const)
      : rise > 0.1
        ? ('still learning' as const)
        : ('learns nothing' as const)
}
