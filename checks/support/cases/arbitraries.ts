import fc from 'fast-check'
import { sizeOf, Tensor, type Shape } from '#kit/tensor/index.ts'

/** Draws the size of an axis; failing cases shrink towards `least`. */
export const size = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least, max: most })

/** Returns the number of characters of a number without its sign. */
const digits = (value: number): number => String(Math.abs(value)).length

/** The numbers between -3 and 3 in steps of 0.01, ordered by number of digits: 0, 1, -1, 2, -2, 3, -3, 0.1 ... */
const NUMBERS = Array.from({ length: 601 }, (_, i) => (i - 300) / 100).toSorted(
  (a, b) => digits(a) - digits(b) || Math.abs(a) - Math.abs(b) || b - a,
)

/** Draws one of the first `count` numbers; failing cases shrink towards the very first. */
const oneOfFirst = (count: number): fc.Arbitrary<number> =>
  fc.noBias(fc.nat(count - 1)).map((index) => NUMBERS[index])

/** Elements fine enough that two rarely meet at a kink, and coarse enough to read. 0, 1, -1 and 2 are more frequent. */
const element = fc.oneof(
  { weight: 1, arbitrary: oneOfFirst(4) },
  { weight: 12, arbitrary: oneOfFirst(NUMBERS.length) },
)

/**
 * Draws random float64 tensors whose shapes are computed from random sizes. The elements are drawn separately from the
 * sizes. A failing case therefore keeps its elements while its shapes shrink, and then simplifies them one by one.
 *
 * @param sizes - the random sizes, and everything else that a case consists of
 * @param shapes - computes the shape of each tensor from them
 * @param most - the number of elements of the largest tensor
 */
export function tensors<Sizes extends object, Name extends string>(
  sizes: fc.Arbitrary<Sizes>,
  shapes: (sizes: Sizes) => Record<Name, Shape>,
  most = 64,
): fc.Arbitrary<Sizes & Record<Name, Tensor>> {
  const pool = (length: number) => fc.array(element, { minLength: length, maxLength: length, size: 'max' })
  return fc.tuple(sizes, pool(2 * most)).map(([drawn, values]) => {
    const named = Object.entries<Shape>(shapes(drawn)).map(([name, shape], which) => {
      // Each tensor starts at a different place in the pool: equal tensors would hide mistakes.
      const data = Float64Array.from(
        { length: sizeOf(shape) },
        (_, i) => values[(i + which * 17) % values.length],
      )
      return [name, new Tensor(data, shape)] as const
    })
    return { ...drawn, ...(Object.fromEntries(named) as Record<Name, Tensor>) }
  })
}

/** Draws the sizes of a classification problem: N examples, C classes, and a random label for each example. */
export const labelled = (mostExamples: number, mostClasses: number, leastClasses = 1) =>
  fc
    .record({
      N: size(1, mostExamples),
      C: size(leastClasses, mostClasses),
      drawn: fc.array(fc.nat(1000), { minLength: mostExamples, maxLength: mostExamples }),
    })
    .map(({ N, C, drawn }) => ({ N, C, labels: drawn.slice(0, N).map((value) => value % C) }))
