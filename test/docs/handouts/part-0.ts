import { matmul, sub, mul, tensor, type NestedNumbers, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward } from '../../../solutions/1-fully-connected/layers.ts'
import { softmaxLoss } from '../../../solutions/1-fully-connected/losses.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor>

/** Functions that recompute the worked examples of Part 0, by first line. */
export const part0: Record<string, (inputs: Inputs) => Outputs> = {
  'an image as numbers': ({ image }) => ({ x: tensor(image).reshape([1, -1]) }),
  scores: (inputs) => ({ scores: scoresOf(inputs) }),
  'probabilities and loss': ({ scores, label }) => lossOf(tensor(scores), label as number),
  gradient: ({ x, p, label }) => {
    const dscores = sub(tensor(p), oneHot(label as number))
    const w = tensor([[0, 0], [0, 0], [0, 0], [0, 0]]) // prettier-ignore
    return { dscores, dW: affineBackward(dscores, { x: tensor(x), w }).dw }
  },
  'a step': ({ W, dW, learningRate }) => ({ newW: sub(tensor(W), mul(learningRate as number, tensor(dW))) }),
  'after the step': (inputs) => {
    const scores = scoresOf(inputs)
    return { scores, ...lossOf(scores, inputs.label as number) }
  },

  'steps in an epoch': ({ images, batch }) => ({ steps: Math.ceil((images as number) / (batch as number)) }),

  'matmul(a, b)': ({ a, b }) => ({ product: matmul(tensor(a), tensor(b)) }),
  'slopes of u * u * v + 3 * v': (inputs) => {
    const [u, v, h] = [inputs.u as number, inputs.v as number, inputs.h as number]
    const f = (a: number, b: number): number => a * a * b + 3 * b
    return { f: f(u, v), slopeInU: (f(u + h, v) - f(u, v)) / h, slopeInV: (f(u, v + h) - f(u, v)) / h }
  },
  'a chain of three steps': (inputs) => {
    const [w, x, t] = [inputs.w as number, inputs.x as number, inputs.t as number]
    const s = w * x
    const d = s - t
    const dd = 2 * d
    const ds = dd
    return { s, d, L: d * d, dd, ds, dw: ds * x }
  },
  'two paths from x to L': (inputs) => {
    const x = inputs.x as number
    const [a, b] = [2 * x, x + 1]
    return { a, b, L: a * b, dx: b * 2 + a }
  },
}

const scoresOf = ({ x, W }: Inputs): Tensor => affineForward(tensor(x), tensor(W), tensor([0, 0])).out

const oneHot = (label: number): Tensor => tensor([[Number(label === 0), Number(label === 1)]])

function lossOf(scores: Tensor, label: number): Outputs {
  const { loss } = softmaxLoss(scores, [label])
  // The probability of a class is what the loss would be if it were the right one, undone.
  const p = [0, 1].map((each) => Math.exp(-softmaxLoss(scores, [each]).loss))
  return { p: [p], loss }
}
