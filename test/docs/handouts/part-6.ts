import { patchesOf } from '#kit/layers/patches.ts'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { div, matmul, mean, mul, sub, tensor, type NestedNumbers, type Tensor } from '#kit/tensor/index.ts'
import { identityFilters } from '../../../solutions/6-cifar10/identity-filters.ts'
import { nesterovMomentum } from '../../../solutions/6-cifar10/nesterov-momentum.ts'
import {
  residualBackward,
  residualForward,
  shortcutBackward,
  shortcutForward,
} from '../../../solutions/6-cifar10/residual-block.ts'
import { whiteningFilters } from '../../../solutions/6-cifar10/whitening-filters.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor>

/** Functions that recompute the worked examples of Part 6, by first line. Images omit axes of size 1. */
export const part6: Record<string, (inputs: Inputs) => Outputs> = {
  'shortcutForward(x, options)': (inputs) => {
    const { out } = shortcutForward(image(inputs.x), optionsOf(inputs))
    return { out: out.reshape(out.shape.slice(1)) }
  },
  'shortcutBackward(dout, cache)': (inputs) => {
    const { cache } = shortcutForward(image(inputs.x), optionsOf(inputs))
    const dout = tensor(inputs.dout)
    return { dx: plane(shortcutBackward(dout.reshape([1, ...dout.shape]), cache).dx) }
  },
  'residualForward(x, branch, options)': (inputs) => ({ out: plane(block(inputs).out) }),
  'residualBackward(dout, cache)': (inputs) => ({
    dx: plane(residualBackward(image(inputs.dout), block(inputs).cache).dx),
  }),
  'nesterovMomentum, two steps': ({ w, gradients, learningRate, momentum }) => {
    const settings = { learningRate: learningRate as number, momentum: momentum as number }
    const [first, second] = gradients as NestedNumbers[]
    const one = nesterovMomentum(tensor(w), tensor(first), settings)
    const two = nesterovMomentum(one.w, tensor(second), one.config)
    return {
      velocity: [one, two].map(({ config }) => Array.from(config.velocity!.data)),
      nextW: [one, two].map((step) => Array.from(step.w.data)),
    }
  },
  'whiteningFilters(images, size, options)': ({ images, size, epsilon }) => {
    const x = tensor([images])
    const patches = patchesOf(x, size as number)
    const centre = mean(patches, 0)
    const centred = sub(patches, centre)
    const covariance = div(matmul(centred, centred, { transposeA: true }), patches.shape[0])
    return {
      mean: centre,
      covariance,
      variances: eigenSymmetric(covariance).values,
      filters: pointedAlike(whiteningFilters(x, size as number, { epsilon: epsilon as number })),
    }
  },
  'identityFilters(w)': (inputs) => {
    const w = tensor(inputs.w)
    const [F, C, WW] = w.shape
    return { out: identityFilters(w.reshape([F, C, 1, WW])).reshape(w.shape) }
  },
}

/** Returns filters of two numbers as rows. The first number of the first half is above 0: the signs are arbitrary. */
function pointedAlike({ data, shape: [count] }: Tensor): number[][] {
  return Array.from({ length: count }, (_, k) => {
    const sign = Math.sign(data[2 * k]) * (k < count / 2 ? 1 : -1)
    return [sign * data[2 * k], sign * data[2 * k + 1]]
  })
}

const optionsOf = ({ stride, filters }: Inputs) => ({ stride: stride as number, filters: filters as number })

/** Runs a block whose branch returns `added` and doubles the gradient in its backward pass. */
const block = (inputs: Inputs) =>
  residualForward(
    image(inputs.x),
    () => ({ out: image(inputs.added), backward: (dout) => mul(dout, 2) }),
    optionsOf(inputs),
  )

const image = (rows: NestedNumbers): Tensor => {
  const x = tensor(rows)
  return x.reshape([1, 1, ...x.shape])
}

const plane = (x: Tensor): Tensor => x.reshape(x.shape.slice(2))
