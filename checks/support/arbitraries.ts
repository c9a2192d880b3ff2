import fc from 'fast-check'
import { sizeOf, Tensor, type Shape } from '#kit/tensor/index.ts'

/** A size of an axis; failing cases shrink towards `least`. */
export const size = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least, max: most })

/**
 * Numbers between -3 and 3 in steps of 0.01: fine enough that two rarely meet at a kink, coarse enough to read.
 * Failing cases shrink towards 0, 1, -1 and 2.
 */
const element = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, 2) },
  { weight: 12, arbitrary: fc.integer({ min: -300, max: 300 }).map((hundredths) => hundredths / 100) },
)

/**
 * Random float64 tensors whose shapes are computed from random sizes. The elements are drawn apart from the sizes, so
 * that a failing case keeps its elements while its shapes shrink, and then simplifies them one by one.
 *
 * @param sizes - the random sizes, and whatever else a case consists of
 * @param shapes - from those, the shape of each tensor
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
      // Each tensor starts elsewhere in the pool: equal tensors would hide mistakes.
      const data = Float64Array.from(
        { length: sizeOf(shape) },
        (_, i) => values[(i + which * 17) % values.length],
      )
      return [name, new Tensor(data, shape)] as const
    })
    return { ...drawn, ...(Object.fromEntries(named) as Record<Name, Tensor>) }
  })
}

/** Sizes of a classification problem: N examples, C classes, and a random label for each example. */
export const labelled = (mostExamples: number, mostClasses: number, leastClasses = 1) =>
  fc
    .record({
      N: size(1, mostExamples),
      C: size(leastClasses, mostClasses),
      drawn: fc.array(fc.nat(1000), { minLength: mostExamples, maxLength: mostExamples }),
    })
    .map(({ N, C, drawn }) => ({ N, C, labels: drawn.slice(0, N).map((value) => value % C) }))
