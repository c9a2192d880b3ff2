import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { add, map, randn, Random, sum, tensor, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, laterTodo, todo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import {
  build,
  covarianceOf,
  diagonal,
  dividedBy,
  meanOf,
  minusMean,
  perColumn,
  product,
  transposed,
  varianceOf,
} from '../support/definitions/matrices.ts'
import { atLeastOneIfTiny, referencePca } from '../support/definitions/preprocessing.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('5-training/preprocessing.ts', () => import('#work/5-training/preprocessing.ts'))
const fitMean = graded(work, 'fitMean', ['mean'])
const subtractMean = graded(work, 'subtractMean', ['shape', 'data'])
const fitNormalization = graded(work, 'fitNormalization', ['mean', 'deviation'])
const normalize = graded(work, 'normalize', ['shape', 'data'])
const fitPca = graded(work, 'fitPca', ['mean', 'basis', 'variances'])
const project = graded(work, 'project', ['shape', 'data'])
const whiten = graded(work, 'whiten', ['shape', 'data'])

/** Training data of shape (N, D), and other data of the same kind of shape (M, D). */
const twoSets = tensors(fc.record({ N: size(2, 6), M: size(1, 4), D: size(1, 4) }), ({ N, M, D }) => ({
  train: [N, D],
  other: [M, D],
}))

/** Returns 50 examples of 4 correlated features. */
const correlated = (): Tensor => {
  const random = new Random(5)
  return product(randn([50, 4], { random }), randn([4, 4], { random }))
}

/** Returns the sizes of the training data, which explain a wrong length or factor. */
const sizesOf = (x: Tensor) => ({ N: x.shape[0], D: x.shape[1] })

todo('5.1', () => {
  check('the mean of each feature over the examples', () => {
    forAll(twoSets, ({ train }) => {
      expectClose('mean', fitMean(train).mean, perColumn(train, meanOf), 1e-9, {
        constants: sizesOf(train),
      })
    })
  })
})

todo('5.2', () => {
  check('subtracts the mean of the training data from every example', () => {
    forAll(twoSets, ({ train, other }) => {
      const mean = perColumn(train, meanOf)
      expectClose('the result', subtractMean(other, { mean }), minusMean(other, mean), 1e-9)
    })
  })

  check('afterwards, the training data has mean 0', () => {
    const x = add(randn([40, 3], { random: new Random(2) }), tensor([5, -100, 0.1]))
    const centred = subtractMean(x, { mean: perColumn(x, meanOf) })
    expectTensor('the result', centred, [40, 3])
    expectClose('the mean of each feature', add(1, perColumn(centred, meanOf)), tensor([1, 1, 1]), 1e-9)
  })
})

laterTodo('5.3', { work, after: ['5.1'] }, () => {
  check('the mean and the standard deviation of each feature', () => {
    forAll(twoSets, ({ train }) => {
      const { mean, deviation } = fitNormalization(train)
      const right = perColumn(train, (column) => atLeastOneIfTiny(Math.sqrt(varianceOf(column))))
      const constants = sizesOf(train)
      expectClose('mean', mean, perColumn(train, meanOf), 1e-9, {
        constants,
      })
      expectClose('deviation', deviation, right, 1e-9, { constants })
    })
  })

  check('a feature that never changes has deviation 1, even if its mean is rounded', () => {
    for (const constant of [0, 7, 0.1, 1234.5678]) {
      const x = build(3, 2, (n, d) => (d === 0 ? n : constant))
      const { deviation } = fitNormalization(x)
      const columns = `[0, 1, 2] and [${constant}, ${constant}, ${constant}]`
      expectClose(`deviation of the features ${columns}`, deviation, tensor([Math.sqrt(2 / 3), 1]), 1e-9, {
        places: { 'where a feature never changes; its deviation is 1': (d) => d === 1 },
      })
    }
  })

  check('a deviation below 1e-8 becomes 1, and a larger one stays the same', () => {
    for (const half of [1e-9, 5e-9, 2e-8, 1e-5]) {
      const x = build(2, 1, (n) => 2 * half * n)
      const { deviation } = fitNormalization(x)
      const what = `the feature [0, ${2 * half}]`
      expectClose(`deviation of ${what}`, deviation, tensor([atLeastOneIfTiny(half)]), 1e-6, {
        onlyCause: cause('fitNormalization/threshold', {
          what,
          half,
          rule: half < 1e-8 ? 'below 1e-8: it should become 1' : 'not below 1e-8: it should stay',
        }),
      })
    }
  })
})

laterTodo('5.4', { work, after: ['5.2'] }, () => {
  check('subtracts the mean of every feature and divides by its deviation', () => {
    forAll(twoSets, ({ train, other }) => {
      const mean = perColumn(train, meanOf)
      const deviation = perColumn(train, (column) => atLeastOneIfTiny(Math.sqrt(varianceOf(column))))
      const right = dividedBy(minusMean(other, mean), deviation)
      expectClose('the result', normalize(other, { mean, deviation }), right, 1e-9)
    })
  })
})

/** Training data with a number of directions to keep, at most the number of its features. */
const pcaCase = fc
  .tuple(twoSets, fc.nat(3))
  .map(([sets, k]) => ({ ...sets, K: 1 + (k % sets.train.shape[1]) }))

laterTodo('5.5', { work, after: ['5.1', '5.2'] }, () => {
  check('keeps the given number of directions, and all of them by default', () => {
    const x = randn([7, 4], { random: new Random(3) })
    for (const [K, { basis, variances }] of [
      [2, fitPca(x, 2)],
      [4, fitPca(x)],
    ] as const) {
      expectTensor('variances', variances, [K], 'float64', { K, ...sizesOf(x) })
      expectTensor('basis', basis, [4, K], 'float64', { K, ...sizesOf(x) })
    }
  })

  check('the mean is that of the training data', () => {
    forAll(pcaCase, ({ train, K }) => {
      expectClose('mean', fitPca(train, K).mean, perColumn(train, meanOf), 1e-9, {
        constants: sizesOf(train),
      })
    })
  })

  check('variances are the K largest eigenvalues of the covariance matrix, largest first', () => {
    forAll(pcaCase, ({ train, K }) => {
      const all = eigenSymmetric(covarianceOf(train)).values
      const right = tensor(Array.from(all.data.subarray(0, K)))
      expectClose('variances', fitPca(train, K).variances, right, 1e-9, {
        constants: { K, ...sizesOf(train) },
      })
    })
  })

  check('the columns of the basis have length 1 and are at right angles', () => {
    forAll(pcaCase, ({ train, K }) => {
      const { basis } = fitPca(train, K)
      expectTensor('basis', basis, [train.shape[1], K], 'float64', { K, ...sizesOf(train) })
      const ones = diagonal(Array(K).fill(1))
      expectClose('the transpose of basis times basis', product(transposed(basis), basis), ones, 1e-9)
    })
  })

  check('along the basis, the training data is uncorrelated and has these variances', () => {
    forAll(pcaCase, ({ train, K }) => {
      const { basis, variances } = fitPca(train, K)
      expectTensor('basis', basis, [train.shape[1], K])
      expectTensor('variances', variances, [K])
      const covariance = product(transposed(basis), product(covarianceOf(train), basis))
      expectClose('the covariance of the projected training data', covariance, diagonal(variances.data), 1e-8)
    })
  })

  check('the error with K directions is the sum of the variances that are left out', (report) => {
    const random = new Random(4)
    const x = product(randn([30, 6], { random }), randn([6, 6], { random }))
    const all = Array.from(eigenSymmetric(covarianceOf(x)).values.data)
    const centred = minusMean(x, perColumn(x, meanOf))
    for (let K = 1; K <= 6; K++) {
      const { basis } = fitPca(x, K)
      const rebuilt = product(product(centred, basis), transposed(basis))
      const error = sum(map(rebuilt, (value, i) => (value - centred.data[i]) ** 2)) / 30
      const dropped = all.slice(K).reduce((total, value) => total + value, 0)
      report.note(`${K} of 6 directions: mean squared error ${error.toFixed(4)}`)
      expectNumber(`mean squared error of x rebuilt from ${K} of 6 directions`, error, dropped, 1e-9)
    }
  })
})

laterTodo('5.6', { work, after: ['5.2'] }, () => {
  check('the coordinates of each centred example along the basis', () => {
    forAll(pcaCase, ({ train, other, K }) => {
      const pca = referencePca(train, K)
      const right = product(minusMean(other, pca.mean), pca.basis)
      expectClose('the result', project(other, pca), right, 1e-9, {
        constants: { K, ...sizesOf(train) },
      })
    })
  })

  check('the projected training data has a diagonal covariance matrix', () => {
    const x = correlated()
    const pca = referencePca(x, 3)
    const projected = project(x, pca)
    expectTensor('the result', projected, [50, 3], 'float64', { K: 3, ...sizesOf(x) })
    expectClose('its covariance', covarianceOf(projected), diagonal(pca.variances.data), 1e-9)
  })
})

laterTodo('5.7', { work, after: ['5.2', '5.6'] }, () => {
  check('each coordinate is divided by the root of its variance plus epsilon', () => {
    const cases = fc
      .tuple(pcaCase, fc.constantFrom(1e-3, 0.5, 2))
      .map(([one, epsilon]) => ({ ...one, settings: { epsilon } }))
    forAll(cases, ({ train, other, K, settings: { epsilon } }) => {
      const pca = referencePca(train, K)
      const coordinates = product(minusMean(other, pca.mean), pca.basis)
      const roots = map(pca.variances, (value) => Math.sqrt(Math.max(0, value) + epsilon))
      expectClose('the result', whiten(other, pca, epsilon), dividedBy(coordinates, roots), 1e-9, {
        constants: { K, ...sizesOf(train) },
      })
    })
  })

  check('the whitened training data has the identity as covariance matrix', () => {
    const x = correlated()
    const whitened = whiten(x, referencePca(x), 1e-12)
    expectTensor('the result', whitened, [50, 4])
    expectClose('its covariance', covarianceOf(whitened), diagonal([1, 1, 1, 1]), 1e-6)
  })

  check('epsilon is 1e-5 by default, so that a direction without variance stays finite', () => {
    const pca = { mean: tensor([0, 0]), basis: diagonal([1, 1]), variances: tensor([4, 0]) }
    const x = tensor([[2, 0.01]])
    expectClose('the result without epsilon', whiten(x, pca), whiten(x, pca, 1e-5), 1e-9, {
      onlyCause: 'whiten/default-epsilon',
    })
    const right = tensor([[2 / Math.sqrt(4.00001), 0.01 / Math.sqrt(1e-5)]])
    expectClose('the result', whiten(x, pca), right, 1e-9)
  })
})
