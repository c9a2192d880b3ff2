import {
  div,
  matmul,
  mul,
  sub,
  sum,
  tensor,
  variance,
  type NestedNumbers,
  type Tensor,
} from '#kit/tensor/index.ts'
import {
  expectedInitialLoss,
  filterBrightness,
  filterGrid,
  judgeFitting,
  judgeLearningRate,
  judgeUpdateRatio,
  readCurve,
  updateRatio,
  vanishingLayers,
} from '../../../solutions/5-training/diagnostics.ts'
import {
  judgeOverfitting,
  numericGradient,
  relativeError,
} from '../../../solutions/5-training/sanity-checks.ts'
import {
  fitMean,
  fitNormalization,
  fitPca,
  normalize,
  project,
  subtractMean,
  whiten,
} from '../../../solutions/5-training/preprocessing.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor | string | string[]>

/** Functions that recompute the worked examples of Part 5, by first line. */
export const part5: Record<string, (inputs: Inputs) => Outputs> = {
  'fitMean(x)': ({ x }) => ({ ...fitMean(tensor(x)) }),
  'subtractMean(x, fitted)': ({ x, train }) => {
    const fitted = fitMean(tensor(train))
    return { ...fitted, out: subtractMean(tensor(x), fitted) }
  },
  'fitNormalization(x)': ({ x }) => ({ ...fitNormalization(tensor(x)), variance: variance(tensor(x), 0) }),
  'normalize(x, fitted)': ({ x, train }) => ({
    out: normalize(tensor(x), fitNormalization(tensor(train))),
  }),
  'fitPca(x, 2)': ({ x }) => {
    const { mean, basis, variances } = fitPca(tensor(x), 2)
    const centred = sub(tensor(x), mean)
    const covariance = div(matmul(centred, centred, { transposeA: true }), centred.shape[0])
    // The sign of a direction is arbitrary; the handout shows the one that points to the right.
    const sign = Math.sign(basis.data[0])
    return { mean, centred, covariance, variances, firstBasis: [basis.data[0] * sign, basis.data[2] * sign] }
  },
  'project(x, pca)': (inputs) => ({ out: project(tensor(inputs.x), pcaOf(inputs)) }),
  'whiten(x, pca, epsilon)': (inputs) => ({
    projected: project(tensor(inputs.x), pcaOf(inputs)),
    out: whiten(tensor(inputs.x), pcaOf(inputs), inputs.epsilon as number),
  }),

  'expectedInitialLoss(numClasses, loss)': ({ numClasses }) => ({
    softmax: expectedInitialLoss(numClasses as number, 'softmax'),
    hinge: expectedInitialLoss(numClasses as number, 'hinge'),
  }),
  'updateRatio(before, after)': (inputs) => {
    const [before, after] = [tensor(inputs.before), tensor(inputs.after)]
    const length = (x: Tensor) => Math.sqrt(sum(mul(x, x)))
    return { update: length(sub(after, before)), weight: length(before), ratio: updateRatio(before, after) }
  },
  'judgeUpdateRatio(ratio)': ({ ratios }) => ({ verdicts: (ratios as number[]).map(judgeUpdateRatio) }),
  'vanishingLayers(sizes)': (sizes) => ({ layers: vanishingLayers(sizes as Record<string, number>) }),
  'readCurve(curve)': ({ curve }) => {
    const values = curve as number[]
    return { k: Math.floor(values.length / 10), ...readCurve(values) }
  },
  'judgeLearningRate(losses)': (curves) => ({
    verdicts: Object.values(curves).map((losses) => judgeLearningRate(losses as number[])),
  }),
  'judgeFitting(train, validation)': (inputs) => {
    const [train, validation] = [inputs.train as number[], inputs.validation as number[]]
    const gap = readCurve(train).last - readCurve(validation).last
    return { gap, verdict: judgeFitting(train, validation) }
  },
  'filterBrightness(filters)': ({ filters }) => ({ out: filterBrightness(tensor(filters)) }),
  'filterGrid(filters)': ({ filters }) => {
    const { width, height, data } = filterGrid(tensor(filters))
    const plane = (colour: number) =>
      Array.from({ length: height }, (_, row) =>
        Array.from({ length: width }, (__, column) => data[(row * width + column) * 3 + colour]),
      )
    return { width, height, red: plane(0), green: plane(1), blue: plane(2) }
  },
  'numericGradient(f, x, step)': ({ x, step }) => {
    const measured = (f: (z: Tensor) => number) => numericGradient(f, tensor(x), step as number)
    return {
      cubes: measured((z) => sum(mul(z, mul(z, z)))),
      product: measured(({ data }) => data[0] * data[1]),
    }
  },
  'relativeError(analytic, numeric)': ({ analytic, numeric }) => {
    const [a, n] = [analytic, numeric].map((values) => tensor(values))
    const each = Array.from(a.data, (value, i) => relativeError(tensor([value]), tensor([n.data[i]])))
    return { each, error: relativeError(a, n) }
  },
  'judgeOverfitting(train, other)': ({ other, ...courses }) => ({
    verdicts: Object.values(courses).map((train) => judgeOverfitting(train as number[], other as number)),
  }),
}

const pcaOf = ({ mean, basis, variances = [0] }: Inputs) => ({
  mean: tensor(mean),
  basis: tensor(basis),
  variances: tensor(variances),
})
