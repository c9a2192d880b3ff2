import {
  map,
  matmul,
  mean,
  mul,
  sub,
  sum,
  tensor,
  variance,
  type NestedNumbers,
  type Tensor,
} from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'
import {
  batchnormBackward,
  batchnormBackwardAlt,
  batchnormBackwardSteps,
  batchnormForward,
  type BatchnormParams,
} from '../../../solutions/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward } from '../../../solutions/2-normalization/layernorm.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor>

/** Functions that recompute the worked examples of Part 2, by first line. */
export const part2: Record<string, (inputs: Inputs) => Outputs> = {
  'batchnormForward(x, gamma, beta, params)': (inputs) => {
    const { x, params, out, cache } = batchnorm(inputs)
    return {
      mean: mean(x, 0),
      variance: variance(x, 0),
      normalized: cache.normalized,
      out,
      runningMean: params.runningMean!,
      runningVar: params.runningVar!,
    }
  },

  'batchnormForward(x, gamma, beta, params) in test mode': (inputs) => {
    const { out, cache } = batchnorm(inputs, 'test')
    return { out, normalized: cache.normalized }
  },

  'batchnormBackwardSteps(dout, cache)': (inputs) => ({
    ...batchnormBackwardSteps(tensor(inputs.dout), batchnorm(inputs).cache),
  }),

  'batchnormBackward(dout, cache)': (inputs) => ({
    ...batchnormBackward(tensor(inputs.dout), batchnorm(inputs).cache),
  }),

  'batchnormBackwardAlt(dout, cache)': (inputs) => {
    const dout = tensor(inputs.dout)
    const { normalized, std, gamma } = batchnorm(inputs).cache
    const N = dout.shape[0]
    const alongNormalized = mul(normalized, sum(mul(dout, normalized), 0))
    return {
      bracket: sub(sub(mul(N, dout), sum(dout, 0)), alongNormalized),
      ...batchnormBackwardAlt(dout, { normalized, std, gamma }),
    }
  },

  'layernormForward(x, gamma, beta, { epsilon })': (inputs) => {
    const { x, out, cache } = layernorm(inputs)
    return {
      mean: mean(x, 1, { keepDims: true }),
      variance: variance(x, 1, { keepDims: true }),
      normalized: cache.normalized,
      out,
    }
  },

  'layernormBackward(dout, cache)': (inputs) => ({
    h: mul(tensor(inputs.dout), tensor(inputs.gamma)),
    ...layernormBackward(tensor(inputs.dout), layernorm(inputs).cache),
  }),

  'FullyConnectedNet: gamma and beta': ({ inputDim, hiddenDims, numClasses }) => {
    const { params } = new FullyConnectedNet({
      inputDim: inputDim as number,
      hiddenDims: hiddenDims as number[],
      numClasses: numClasses as number,
      normalization: 'batchnorm',
    })
    const shapes = Object.entries(params).map(([name, { shape }]) => [`shapeOf${name}`, shape])
    const numbers = Object.values(params).reduce((total, { size }) => total + size, 0)
    return { ...Object.fromEntries(shapes), numbers }
  },

  'FullyConnectedNet: normalization': (inputs) => {
    const h = matmul(tensor(inputs.x), tensor(inputs.W1))
    const [ones, zeros] = [map(tensor(inputs.gamma1), () => 1), map(tensor(inputs.gamma1), () => 0)]
    return {
      normalized: layernormForward(h, ones, zeros).out,
      scores: networkOf(inputs).scores(tensor(inputs.x)),
    }
  },

  'FullyConnectedNet: normalization backward': (inputs) => {
    const { loss, grads } = networkOf(inputs).loss(tensor(inputs.x), inputs.labels as number[])
    const named = Object.entries(grads).map(([name, gradient]) => [`d${name}`, gradient])
    return { loss, ...Object.fromEntries(named) }
  },
}

function batchnorm(inputs: Inputs, mode: BatchnormParams['mode'] = 'train') {
  const x = tensor(inputs.x)
  const running = (name: string) => (name in inputs ? tensor(inputs[name]) : undefined)
  const params: BatchnormParams = {
    mode,
    epsilon: inputs.epsilon as number,
    momentum: inputs.momentum as number | undefined,
    runningMean: running('runningMean'),
    runningVar: running('runningVar'),
  }
  return { x, params, ...batchnormForward(x, tensor(inputs.gamma), tensor(inputs.beta), params) }
}

function layernorm(inputs: Inputs) {
  const x = tensor(inputs.x)
  const options = { epsilon: inputs.epsilon as number }
  return { x, ...layernormForward(x, tensor(inputs.gamma), tensor(inputs.beta), options) }
}

/** Creates the network with one hidden layer, layer normalization and the parameters of a worked example. */
function networkOf(inputs: Inputs): FullyConnectedNet {
  const net = new FullyConnectedNet({ inputDim: 1, hiddenDims: [1], normalization: 'layernorm' })
  for (const name of Object.keys(net.params)) net.params[name] = tensor(inputs[name])
  return net
}
