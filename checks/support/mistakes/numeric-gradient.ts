import { map, type Tensor } from '#kit/tensor/index.ts'

type Measured = (x: Tensor) => number

/** What f gives when some elements of x are somewhere else. */
const moved = (f: Measured, x: Tensor, to: (value: number, index: number) => number): number => f(map(x, to))

/** What f gives when element i of x is moved, and nothing else. */
const at = (f: Measured, x: Tensor, i: number, offset: number): number =>
  moved(f, x, (value, k) => (k === i ? value + offset : value))

/** What `numericGradient` with a mistake gives. */
export function numericGradientMistakes(f: Measured, x: Tensor, step: number): Record<string, () => Tensor> {
  const each = (slope: (i: number, value: number) => number) => () => map(x, (value, i) => slope(i, value))
  const both = (i: number, offset: number): number => at(f, x, i, offset) - at(f, x, i, -offset)
  /** The elements before i are where an earlier turn has left them. */
  const left = (i: number, rest: number, offset: number): number =>
    moved(f, x, (value, k) => (k < i ? value + rest : k === i ? value + offset : value))
  return {
    'It looks to the right only: compare with f a step to the left, not with f(x).': each(
      (i) => (at(f, x, i, step) - f(x)) / step,
    ),
    'It looks to the left only: compare f a step to the right, not f(x).': each(
      (i) => (f(x) - at(f, x, i, -step)) / step,
    ),
    'It looks to one side only, and divides by 2 · step.': each(
      (i) => (at(f, x, i, step) - f(x)) / (2 * step),
    ),
    'It divides by step: the two points are 2 · step apart.': each((i) => both(i, step) / step),
    'It halves the difference, but does not divide it by step.': each((i) => both(i, step) / 2),
    'The division is missing: the two points are 2 · step apart.': each((i) => both(i, step)),
    'It multiplies by step: divide by 2 · step.': each((i) => (both(i, step) / 2) * step),
    'It divides by step squared: the two points are 2 · step apart.': each(
      (i) => both(i, step) / (2 * step * step),
    ),
    'It has the wrong sign: f a step to the right comes first.': each((i) => -both(i, step) / (2 * step)),
    'It always moves by 1e-5; move by the step that is given.': each((i) => both(i, 1e-5) / 2e-5),
    'It moves by half a step to either side.': each((i) => both(i, step / 2) / step),
    'It moves by a share of each element; move each by the step itself.': each(
      (i, value) => both(i, step * value) / (2 * step * value),
    ),
    'It moves all elements at once; move one, and leave the others where they are.': each(
      () => (moved(f, x, (value) => value + step) - moved(f, x, (value) => value - step)) / (2 * step),
    ),
    'An element that was moved stays a step too small; put each back before the next.': each(
      (i) => (left(i, -step, step) - left(i, -step, -step)) / (2 * step),
    ),
    'An element that was moved stays a step too large; put each back before the next.': each(
      (i) => (left(i, step, step) - left(i, step, -step)) / (2 * step),
    ),
    'It is f, not how f changes.': each(() => f(x)),
  }
}
