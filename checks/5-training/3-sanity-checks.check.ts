import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import {
  add,
  formatShape,
  map,
  mul,
  ones,
  randn,
  Random,
  sameShape,
  sum,
  tensor,
  Tensor,
  zeros,
} from '#kit/tensor/index.ts'
import { expectAnswers } from '../support/comparing/answers.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, todo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectThat } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatNumber } from '../support/comparing/format.ts'
import { expectRangeError } from '../support/cases/images.ts'
import { overfittingCases, overfittingMistakes } from '../support/explaining/verdicts/overfitting.ts'
import { decideOverfitting } from '../support/definitions/overfitting.ts'
import { relativeErrorOf } from '../support/definitions/relative-error.ts'
import { verdictCause } from '../support/comparing/verdicts.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('5-training/sanity-checks.ts', () => import('#work/5-training/sanity-checks.ts'))
const numericGradient = graded(work, 'numericGradient', ['shape', 'data'])
const relativeError = graded(work, 'relativeError', [])
const judgeOverfitting = graded(work, 'judgeOverfitting', [])

/** A case with a shape of up to three axes, and the other fields of the case. */
const shaped = <Rest extends object>(rest: fc.Arbitrary<Rest>) =>
  fc.tuple(fc.array(size(1, 3), { maxLength: 3 }), rest).map(([shape, others]) => ({ shape, ...others }))

/** Wraps a function so that it fails if its argument does not have the shape of x. */
const inShapeOf =
  (x: Tensor, f: (z: Tensor) => number) =>
  (z: Tensor): number => {
    const given = z instanceof Tensor ? formatShape(z.shape) : 'something that is no Tensor'
    expectThat(
      z instanceof Tensor && sameShape(z.shape, x.shape),
      cause('numericGradient/wrong-argument', { shape: formatShape(x.shape), given }),
    )
    return f(z)
  }

todo('5.17', () => {
  const point = tensors(shaped(fc.record({ step: fc.constantFrom(2, 0.5, 0.1, 0.01) })), ({ shape }) => ({
    x: shape,
    cubic: shape,
    along: shape,
  }))

  check('of a sum of cubes and of a product: agrees with the formula at every element', () => {
    forAll(point, ({ x, cubic, along, step }) => {
      // The square of a sum has a slope that depends on all elements. The slope of a cube shows the step: 3 x² + step².
      const f = (z: Tensor) => sum(mul(cubic, mul(z, mul(z, z)))) + sum(mul(along, z)) ** 2
      const slope = 2 * sum(mul(along, x))
      const right = map(x, (value, i) => cubic.data[i] * (3 * value ** 2 + step ** 2) + along.data[i] * slope)
      expectClose('the gradient', numericGradient(inShapeOf(x, f), x, step), right, 1e-7, {
        constants: { step },
      })
    })
  })

  check('of a smooth function: close to the derivative with the default step', () => {
    const x = randn([3, 4], { random: new Random(1) })
    const f = (z: Tensor) => sum(map(z, Math.sin))
    expectClose('the gradient of the sum of sines', numericGradient(f, x), map(x, Math.cos), 1e-8)
  })

  check('moves by 1e-5 by default', () => {
    // At 0 the cube has no slope, so only the square of the step remains: 1e10 · step².
    const f = (z: Tensor) => 1e10 * sum(mul(z, mul(z, z)))
    const x = zeros([2])
    expectClose('the gradient of 1e10 · (x0³ + x1³) at 0', numericGradient(f, x), ones([2]), 1e-9)
  })

  check('keeps float32 as float32', () => {
    const x = tensor([[0.5, -1.25, 2]], 'float32')
    const f = (z: Tensor) => sum(mul(z, z))
    // float32 adds this step without rounding.
    const gradient = numericGradient(f, x, 2 ** -6)
    expectClose('the gradient of the sum of squares', gradient, tensor([[1, -2.5, 4]], 'float32'), 1e-4)
  })

  check('every call returns its own result', () => {
    const f = (z: Tensor) => sum(mul(z, z))
    const first = numericGradient(f, tensor([1, 2]))
    numericGradient(f, tensor([5, 7]))
    expectClose('the first gradient after a second call', first, tensor([2, 4]), 1e-6)
  })
})

todo('5.18', () => {
  const pair = tensors(shaped(fc.constant({})), ({ shape }) => ({ analytic: shape, numeric: shape }))

  check('the largest |a - n| / (|a| + |n|) of all elements, in either order', () => {
    forAll(pair, ({ analytic, numeric }) => {
      const right = relativeErrorOf(analytic, numeric)
      const error = relativeError(analytic, numeric)
      expectNumber('the error', error, right, 1e-12)
      expectNumber('the error with both swapped', relativeError(numeric, analytic), right, 1e-12)
    })
  })

  check('the error of a gradient that is nearly right', () => {
    const numeric = randn([4, 5], { random: new Random(1) })
    for (const share of [1e-2, 1e-5]) {
      // All elements are too large by the same factor: |a - n| / (|a| + |n|) = share / (2 + share).
      const analytic = add(numeric, mul(numeric, share))
      const error = relativeError(analytic, numeric)
      expectNumber(
        `the error of a gradient that is ${share} of itself too large`,
        error,
        share / (2 + share),
        1e-12,
      )
    }
  })

  check('tiny elements are compared with 1e-8', () => {
    for (const [a, n] of [
      [0, 0],
      [0, 5e-9],
      [2e-9, -2e-9],
      [1e-9, 3e-9],
      [0, 4e-8],
    ]) {
      const [analytic, numeric] = [tensor([a, 1]), tensor([n, 1.1])]
      expectNumber(
        `the error of [${a}, 1] against [${n}, 1.1]`,
        relativeError(analytic, numeric),
        relativeErrorOf(analytic, numeric),
        1e-9,
      )
    }
  })

  check('is NaN when a number is not finite: such a gradient must never pass as a good one', () => {
    const good = tensor([1, 2, 3])
    expectNumber('the error of equal gradients', relativeError(good, good), 0, 0)
    for (const odd of [NaN, Infinity, -Infinity]) {
      for (const place of [0, 1, 2]) {
        const bad = map(good, (value, i) => (i === place ? odd : value))
        for (const [analytic, numeric] of [
          [bad, good],
          [good, bad],
          [bad, bad],
        ]) {
          const error = relativeError(analytic, numeric)
          const [a, n] = [analytic, numeric].map(({ data }) => `[${Array.from(data).join(', ')}]`)
          expectThat(
            Number.isNaN(error),
            cause('relativeError/hides-not-finite', { a, n, error: formatNumber(error) }),
          )
        }
      }
    }
  })

  check('different shapes are an error that names both', () => {
    expectNumber('the error of (2, 3) against (2, 3)', relativeError(ones([2, 3]), ones([2, 3])), 0, 0)
    for (const [one, other] of [
      [[3], [1, 3]],
      [[2, 3], [3]],
      [
        [2, 3],
        [3, 2],
      ],
      [[4], [1]],
      [[], [1]],
    ]) {
      const words = [one, other].map(formatShape)
      expectRangeError(
        `A gradient of shape ${words[0]} against one of ${words[1]}`,
        () => relativeError(ones(one), ones(other)),
        words,
      )
    }
  })
})

todo('5.19', () => {
  check('the verdict for different training accuracies, with few or many of the other images right', () => {
    expectAnswers({
      cases: overfittingCases,
      actual: (one) => judgeOverfitting(...one),
      expected: (one) => decideOverfitting(one).verdict,
      causeOf: ([train, other], actual) =>
        verdictCause(
          `Training accuracy [${train.join(', ')}] and ${other} of other images`,
          decideOverfitting([train, other]),
          actual,
        ),
      mistakes: overfittingMistakes,
    })
  })
})
