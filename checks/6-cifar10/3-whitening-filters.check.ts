import fc from 'fast-check'
import { add, randn, Random, tensor, Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, todo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { goldenCases } from '../support/comparing/golden.ts'
import { build, covarianceOf, diagonal, product, transposed } from '../support/definitions/matrices.ts'
import { definedPatches, likeThese } from '../support/definitions/whitening-filters.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('6-cifar10/whitening-filters.ts', () => import('#work/6-cifar10/whitening-filters.ts'))
const whiteningFilters = graded(work, 'whiteningFilters', ['shape', 'data'])

/** Images that are rarely square, and patches that fit into them. */
const imageCase = tensors(
  fc.record({
    N: size(2, 3),
    C: size(1, 2),
    size: size(1, 2),
    larger: fc.tuple(size(1, 3), size(1, 3)),
    epsilon: fc.constantFrom(1e-3, 1e-2, 0.1, 1),
  }),
  ({ N, C, size: patch, larger: [rows, columns] }) => ({ images: [N, C, patch + rows, patch + columns] }),
  150,
)

/** Returns the sizes of the case, which explain a wrong shape or factor. */
const sizesOf = ({ shape: [N, C, H, W] }: Tensor, patch: number) => {
  const P = N * (H - patch + 1) * (W - patch + 1)
  return { N, C, D: C * patch ** 2, P, 'P - 1': P - 1 }
}

/** Returns the first and the second half of the filters, each as rows (D, D), if they have the right shape. */
function halvesOf(filters: unknown, images: Tensor, patch: number): [first: Tensor, second: Tensor] {
  const [, C] = images.shape
  const D = C * patch ** 2
  expectTensor('the result', filters, [2 * D, C, patch, patch], 'float64', { D, '2 D': 2 * D })
  const half = (which: number) => build(D, D, (k, d) => filters.data[(which * D + k) * D + d])
  return [half(0), half(1)]
}

/** Returns the first half of the filters as rows (D, D), if the second half is the same with the opposite sign. */
function filtersWithOpposites(filters: unknown, images: Tensor, patch: number): Tensor {
  const [first, second] = halvesOf(filters, images, patch)
  const opposite = build(first.shape[0], first.shape[0], (k, d) => -first.data[k * first.shape[0] + d])
  expectClose('the second half of the result', second, opposite, 1e-9)
  return first
}

/** The squared length of row k. */
const squaredLength = (rows: Tensor, k: number): number => {
  const D = rows.shape[1]
  return Array.from(rows.data.subarray(k * D, (k + 1) * D)).reduce((total, value) => total + value ** 2, 0)
}

todo('6.6', () => {
  check('pixels with two channels, with variance 9 along the diagonal and 1 across it', () => {
    const images = tensor([
      [
        [
          [7, 1],
          [5, 3],
        ],
        [
          [7, 1],
          [3, 5],
        ],
      ],
    ])
    const [along, across] = [1 / Math.sqrt(9 + 7), 1 / Math.sqrt(1 + 7)].map((factor) => factor / Math.SQRT2)
    const right = tensor([
      [along, along],
      [across, -across],
    ])
    const actual = filtersWithOpposites(whiteningFilters(images, 1, { epsilon: 7 }), images, 1)
    expectClose('the first half of the result', actual, likeThese(right, actual), 1e-9, {
      constants: sizesOf(images, 1),
    })
  })

  check('there are two filters for every number of a patch', () => {
    forAll(imageCase, ({ images, size: patch, epsilon }) => {
      halvesOf(whiteningFilters(images, patch, { epsilon }), images, patch)
    })
  })

  check('the second half of the filters is the first with the opposite sign', () => {
    forAll(imageCase, ({ images, size: patch, epsilon }) => {
      filtersWithOpposites(whiteningFilters(images, patch, { epsilon }), images, patch)
    })
  })

  check('the filters are at right angles to each other', () => {
    forAll(imageCase, ({ images, size: patch, epsilon }) => {
      const filters = filtersWithOpposites(whiteningFilters(images, patch, { epsilon }), images, patch)
      const right = diagonal(Array.from({ length: filters.shape[0] }, (_, k) => squaredLength(filters, k)))
      expectClose('the filters times their transpose', product(filters, transposed(filters)), right, 1e-8)
    })
  })

  check('the responses are uncorrelated, and each has its variance divided by (itself + epsilon)', () => {
    forAll(imageCase, ({ images, size: patch, epsilon }) => {
      const filters = filtersWithOpposites(whiteningFilters(images, patch, { epsilon }), images, patch)
      const covariance = product(
        filters,
        product(covarianceOf(definedPatches(images, patch)), transposed(filters)),
      )
      const D = filters.shape[0]
      const right = Array.from({ length: D }, (_, k) => {
        const variance = covariance.data[k * D + k] / squaredLength(filters, k)
        return variance / (variance + epsilon)
      })
      expectClose('the covariance of the responses', covariance, diagonal(right), 1e-7, {
        constants: sizesOf(images, patch),
      })
    })
  })

  check('with a tiny epsilon, the covariance of the responses is the identity', (report) => {
    const random = new Random(6)
    const images = randn([12, 2, 6, 5], { random })
    const filters = filtersWithOpposites(whiteningFilters(images, 2, { epsilon: 1e-12 }), images, 2)
    const covariance = product(filters, product(covarianceOf(definedPatches(images, 2)), transposed(filters)))
    const error = expectClose(
      'the covariance of the responses',
      covariance,
      diagonal(Array(8).fill(1)),
      1e-7,
      {
        constants: sizesOf(images, 2),
      },
    )
    report.relativeError('the covariance', error, 1e-7)
  })

  check('brighter images give the same filters', () => {
    const images = randn([5, 2, 4, 5], { random: new Random(7) })
    const options = { epsilon: 1e-2 }
    const before = filtersWithOpposites(whiteningFilters(images, 2, options), images, 2)
    const after = filtersWithOpposites(whiteningFilters(add(images, 100), 2, options), images, 2)
    expectClose('the first half of the result', after, likeThese(before, after), 1e-6)
  })

  check('a filter for a direction without variance is 1 / √epsilon long', () => {
    const images = build(6, 12, (n, k) => (k % 4) * n ** 2)
    const filters = filtersWithOpposites(
      whiteningFilters(images.reshape([6, 1, 3, 4]), 2, { epsilon: 0.25 }),
      images.reshape([6, 1, 3, 4]),
      2,
    )
    const longest = Math.sqrt(Math.max(...Array.from({ length: 4 }, (_, k) => squaredLength(filters, k))))
    expectNumber('the length of the longest filter', longest, 2, 1e-5)
  })

  check('agrees with reference values computed by PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('whiteningFilters')) {
      const { images, size: patch, options } = inputs
      const actual = filtersWithOpposites(whiteningFilters(images, patch, options), images, patch)
      const [right] = halvesOf(expected.filters, images, patch)
      const what = 'the first half of the result'
      const constants = sizesOf(images, patch)
      const error = expectClose(what, actual, likeThese(right, actual), 1e-7, { constants })
      report.relativeError('the filters', error, 1e-7)
    }
  })

  check('is right for as many patches as real images have', () => {
    const images = randn([3, 3, 32, 32], { random: new Random(8) })
    const filters = filtersWithOpposites(whiteningFilters(images, 2, { epsilon: 1e-12 }), images, 2)
    const covariance = product(filters, product(covarianceOf(definedPatches(images, 2)), transposed(filters)))
    expectClose('the covariance of the responses', covariance, diagonal(Array(12).fill(1)), 1e-7, {
      constants: sizesOf(images, 2),
    })
  })
})
