import { mul, tensor, type NestedNumbers, type Tensor } from '#kit/tensor/index.ts'
import {
  residualBackward,
  residualForward,
  shortcutBackward,
  shortcutForward,
} from '../../../solutions/6-cifar10/residual-block.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, Tensor>

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
