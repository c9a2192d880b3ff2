import { mean, mul, tensor, type NestedNumbers, type Tensor } from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'
import { dropoutBackward, dropoutForward } from '../../../solutions/3-dropout/dropout.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor>

/** Functions that recompute the worked examples of Part 3, by first line. */
export const part3: Record<string, (inputs: Inputs) => Outputs> = {
  'dropoutForward(x, { keepProb, mode, seed })': (inputs) => {
    const [keepProb, seed] = [inputs.keepProb as number, inputs.seed as number]
    const [x, test] = [tensor(inputs.x), { keepProb, mode: 'test', seed } as const]
    const { out, cache } = dropoutForward(x, { ...test, mode: 'train' })
    return {
      mask: mul(cache.mask!, keepProb),
      out,
      meanOfX: mean(x),
      meanOfOut: mean(out),
      outInTestMode: dropoutForward(x, test).out,
    }
  },

  'dropoutBackward(dout, cache)': (inputs) => {
    const [keepProb, seed] = [inputs.keepProb as number, inputs.seed as number]
    const { cache } = dropoutForward(tensor(inputs.x), { keepProb, mode: 'train', seed })
    return { ...dropoutBackward(tensor(inputs.dout), cache) }
  },

  'FullyConnectedNet: dropout': (inputs) => {
    const net = networkOf(inputs)
    return { scores: net.scores(tensor(inputs.x)) }
  },

  'FullyConnectedNet: dropout backward': (inputs) => {
    const net = networkOf(inputs)
    const { loss, grads } = net.loss(tensor(inputs.x), inputs.labels as number[])
    // The row of a dropped unit in the gradient of the next weights is 0.
    const kept = grads.W2.toNested() as number[][]
    return {
      kept: kept.map((row) => Number(row.some((value) => value !== 0))),
      loss,
      ...Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [`d${name}`, gradient])),
    }
  },

  'how many networks there are': ({ units }) => ({ networks: 2 ** (units as number) }),

  'what a unit hands on, on average': (inputs) => {
    const [x, keepProb] = [inputs.x as number, inputs.keepProb as number]
    const [kept, dropped] = [x / keepProb, 0]
    return { kept, average: keepProb * kept + (1 - keepProb) * dropped }
  },
}

/** Creates the network with one hidden layer, dropout and the parameters of a worked example. */
function networkOf(inputs: Inputs): FullyConnectedNet {
  const dropout = { keepProb: inputs.keepProb as number, seed: inputs.seed as number }
  const net = new FullyConnectedNet({ inputDim: 1, hiddenDims: [1], dropout })
  for (const name of Object.keys(net.params)) net.params[name] = tensor(inputs[name])
  return net
}
