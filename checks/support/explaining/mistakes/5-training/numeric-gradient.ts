import { map, type Tensor } from '#kit/tensor/index.ts'

type ScalarFunction = (x: Tensor) => number

/** Returns the value of f after moving some elements of x. */
const moved = (f: ScalarFunction, x: Tensor, to: (value: number, index: number) => number): number =>
  f(map(x, to))

/** Returns the value of f after moving only element i of x. */
const at = (f: ScalarFunction, x: Tensor, i: number, offset: number): number =>
  moved(f, x, (value, k) => (k === i ? value + offset : value))

/** Returns the results of mistakes in `numericGradient`. */
export function numericGradientMistakes(
  f: ScalarFunction,
  x: Tensor,
  step: number,
): Record<string, () => Tensor> {
  const each = (slope: (i: number, value: number) => number) => () => map(x, (value, i) => slope(i, value))
  const both = (i: number, offset: number): number => at(f, x, i, offset) - at(f, x, i, -offset)
  /** Returns the value of f when the elements before i are not restored from earlier turns. */
  const left = (i: number, rest: number, offset: number): number =>
    moved(f, x, (value, k) => (k < i ? value + rest : k === i ? value + offset : value))
  return {
    'numericGradient/right-only': each((i) => (at(f, x, i, step) - f(x)) / step),
    'numericGradient/left-only': each((i) => (f(x) - at(f, x, i, -step)) / step),
    'numericGradient/one-side-halved': each((i) => (at(f, x, i, step) - f(x)) / (2 * step)),
    'numericGradient/divided-by-step': each((i) => both(i, step) / step),
    'numericGradient/only-halved': each((i) => both(i, step) / 2),
    'numericGradient/not-divided': each((i) => both(i, step)),
    'numericGradient/multiplied': each((i) => (both(i, step) / 2) * step),
    'numericGradient/divided-by-square': each((i) => both(i, step) / (2 * step * step)),
    'numericGradient/sign': each((i) => -both(i, step) / (2 * step)),
    'numericGradient/fixed-step': each((i) => both(i, 1e-5) / 2e-5),
    'numericGradient/half-step': each((i) => both(i, step / 2) / step),
    'numericGradient/relative-step': each((i, value) => both(i, step * value) / (2 * step * value)),
    'numericGradient/all-at-once': each(
      () => (moved(f, x, (value) => value + step) - moved(f, x, (value) => value - step)) / (2 * step),
    ),
    'numericGradient/left-too-small': each(
      (i) => (left(i, -step, step) - left(i, -step, -step)) / (2 * step),
    ),
    'numericGradient/left-too-large': each((i) => (left(i, step, step) - left(i, step, -step)) / (2 * step)),
    'numericGradient/f-itself': each(() => f(x)),
  }
}
