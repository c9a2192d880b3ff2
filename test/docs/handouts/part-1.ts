import {
  div,
  map,
  max,
  mean,
  mul,
  sub,
  sum,
  tensor,
  zeros,
  type NestedNumbers,
  type Tensor,
} from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'
import {
  affineBackward,
  affineForward,
  reluBackward,
  reluForward,
} from '../../../solutions/1-fully-connected/layers.ts'
import { softmaxLoss, svmLoss, type LossResult } from '../../../solutions/1-fully-connected/losses.ts'
import {
  adam,
  rmsprop,
  sgd,
  sgdMomentum,
  type Update,
} from '../../../solutions/1-fully-connected/optimizers.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor>

/** Functions that recompute the worked examples of Part 1, by first line. */
export const part1: Record<string, (inputs: Inputs) => Outputs> = {
  'affineForward(x, w, b)': (inputs) => ({ out: affine(inputs).out }),

  'affineBackward(dout, cache)': (inputs) => ({
    ...affineBackward(tensor(inputs.dout), affine(inputs).cache),
  }),

  'sum(dout * out) before and after a small move': (inputs) => {
    const scalar = (x: NestedNumbers) => sum(mul(tensor(inputs.dout), affine({ ...inputs, x }).out))
    const [before, after] = [scalar(inputs.x), scalar(inputs.moved)]
    const move = sum(sub(tensor(inputs.moved), tensor(inputs.x)))
    return { before, after, slope: (after - before) / move }
  },

  'reluForward(x)': ({ x }) => ({ out: reluForward(tensor(x)).out }),

  'reluBackward(dout, cache)': ({ x, dout }) => ({
    ...reluBackward(tensor(dout), reluForward(tensor(x)).cache),
  }),

  'softmaxLoss(scores, labels)': (inputs) => {
    const scores = tensor(inputs.scores)
    const shifted = sub(scores, max(scores, 1, { keepDims: true }))
    const exponential = map(shifted, Math.exp)
    const total = sum(exponential, 1, { keepDims: true })
    return {
      shifted,
      exponential,
      logSum: map(total, Math.log).reshape([-1]),
      p: div(exponential, total),
      ...lossOf(softmaxLoss, inputs),
    }
  },

  'svmLoss(scores, labels)': (inputs) => {
    const scores = tensor(inputs.scores)
    const classes = scores.shape[1]
    const labels = inputs.labels as number[]
    const h = map(scores, (score, i) => {
      const right = labels[Math.floor(i / classes)]
      const rightScore = scores.data[i - (i % classes) + right]
      return i % classes === right ? 0 : Math.max(0, score - rightScore + 1)
    })
    return { h, ...lossOf(svmLoss, inputs) }
  },

  'sgd, one step': (inputs) => walk(sgd, inputs),
  'sgdMomentum, two steps': (inputs) => walk(sgdMomentum, inputs),
  'rmsprop, two steps': (inputs) => walk(rmsprop, inputs),
  'rmsprop, one step': (inputs) => walk(rmsprop, inputs),
  'adam, two steps': (inputs) => {
    const steps = walk(adam, inputs)
    const corrected = (name: 'm' | 'v', beta: number) =>
      (steps[name] as number[][]).map((row, t) => row.map((value) => value / (1 - beta ** (t + 1))))
    return {
      ...steps,
      mHat: corrected('m', inputs.beta1 as number),
      vHat: corrected('v', inputs.beta2 as number),
    }
  },

  'TwoLayerNet: parameters': ({ inputDim, hiddenDim, numClasses }) =>
    shapesOf(
      new TwoLayerNet({
        inputDim: inputDim as number,
        hiddenDim: hiddenDim as number,
        numClasses: numClasses as number,
      }).params,
    ),
  'TwoLayerNet: scores': (inputs) => {
    const { h, a } = layerByLayer(inputs)
    return { h: h[0], a: a[0], scores: networkOf(inputs).scores(tensor(inputs.x)) }
  },
  'TwoLayerNet: loss': (inputs) => {
    const { dscores, da, dh } = layerByLayer(inputs)
    return { dscores, da: da[0], dh: dh[0], ...networkLoss(inputs) }
  },

  'FullyConnectedNet: parameters': ({ inputDim, hiddenDims, numClasses }) =>
    shapesOf(
      new FullyConnectedNet({
        inputDim: inputDim as number,
        hiddenDims: hiddenDims as number[],
        numClasses: numClasses as number,
      }).params,
    ),
  'FullyConnectedNet: scores': (inputs) => {
    const { h, a } = layerByLayer(inputs)
    const scores = networkOf(inputs).scores(tensor(inputs.x))
    return { h1: h[0], a1: a[0], h2: h[1], a2: a[1], scores }
  },
  'FullyConnectedNet: loss': (inputs) => {
    const { dscores, da, dh } = layerByLayer(inputs)
    return { dscores, da2: da[1], dh2: dh[1], da1: da[0], dh1: dh[0], ...networkLoss(inputs) }
  },

  'how much a layer scales what passes through it': ({ D, weightScale }) => ({
    factor: (weightScale as number) * Math.sqrt((D as number) / 2),
  }),

  'slopes of x * x * x': (inputs) => {
    const [x, h] = [inputs.x as number, inputs.h as number]
    const centred = ((x + h) ** 3 - (x - h) ** 3) / (2 * h)
    const exact = 3 * x ** 2
    return {
      oneSided: ((x + h) ** 3 - x ** 3) / h,
      centred,
      relativeError: Math.abs(exact - centred) / (exact + centred),
    }
  },
}

const affine = ({ x, w, b }: Inputs) => affineForward(tensor(x), tensor(w), tensor(b))

/** Returns a loss and its gradient, and the separate loss of each example. */
function lossOf(lossFunction: (scores: Tensor, labels: number[]) => LossResult, inputs: Inputs): Outputs {
  const rows = inputs.scores as NestedNumbers[]
  const labels = inputs.labels as number[]
  return {
    ...lossFunction(tensor(rows), labels),
    each: rows.map((row, n) => lossFunction(tensor([row]), [labels[n]]).loss),
  }
}

/** Takes one step for each row of `gradients` and returns the weights after each, and the state of the rule. */
function walk<Config>(
  rule: (w: Tensor, dw: Tensor, config: Config) => Update<Config>,
  { w: start, gradients, ...settings }: Inputs,
): Outputs {
  const steps: Outputs[] = []
  let [w, config] = [tensor(start), settings as Config]
  for (const dw of gradients as NestedNumbers[]) {
    ;({ w, config } = rule(w, tensor(dw), config))
    steps.push({ ...(config as Outputs), nextW: w })
  }
  return Object.fromEntries(
    Object.keys(steps[0]).map((name) => [name, steps.map((step) => nested(step[name]))]),
  )
}

const nested = (values: NestedNumbers | Tensor): NestedNumbers =>
  typeof values === 'object' && 'toNested' in values ? values.toNested() : values

function shapesOf(params: Record<string, Tensor>): Outputs {
  const shapes = Object.entries(params).map(([name, { shape }]) => [`shapeOf${name}`, shape])
  const numbers = Object.values(params).reduce((total, { size }) => total + size, 0)
  return { ...Object.fromEntries(shapes), numbers }
}

/** Creates the network with the parameters W1, b1, ... of a worked example. */
function networkOf(inputs: Inputs): TwoLayerNet | FullyConnectedNet {
  const params = Object.entries(inputs)
    .filter(([name]) => /^[Wb]\d$/.test(name))
    .map(([name, values]) => [name, tensor(values)] as const)
  const reg = inputs.reg as number | undefined
  const net =
    params.length === 4
      ? new TwoLayerNet({ reg, inputDim: 1, hiddenDim: 1 })
      : new FullyConnectedNet({ reg, inputDim: 1, hiddenDims: Array(params.length / 2 - 1).fill(1) })
  Object.assign(net.params, Object.fromEntries(params))
  return net
}

function networkLoss(inputs: Inputs): Outputs {
  const { loss, grads } = networkOf(inputs).loss(tensor(inputs.x), inputs.labels as number[])
  return {
    loss,
    ...Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [`d${name}`, gradient])),
  }
}

/**
 * Computes all intermediate results of a network, forward and backward, without the networks. Lists start at layer 1.
 */
function layerByLayer(inputs: Inputs) {
  const depth = 'W3' in inputs ? 3 : 2
  const [h, a, da, dh]: Tensor[][] = [[], [], [], []]
  const layers = Array.from({ length: depth }, (_, i) => ({
    w: tensor(inputs[`W${i + 1}`]),
    b: tensor(inputs[`b${i + 1}`]),
  }))
  let input = tensor(inputs.x)
  for (const { w, b } of layers.slice(0, -1)) {
    const { out } = affineForward(input, w, b)
    h.push(out)
    input = reluForward(out).out
    a.push(input)
  }
  const { w, b } = layers[depth - 1]
  const scores = affineForward(input, w, b).out
  const { dscores } = softmaxLoss(scores, (inputs.labels as number[] | undefined) ?? [0, 0])
  let upstream = dscores
  for (let i = depth - 2; i >= 0; i--) {
    const next = layers[i + 1]
    da[i] = affineBackward(upstream, { x: a[i], w: next.w }).dx
    dh[i] = reluBackward(da[i], { x: h[i] }).dx
    upstream = dh[i]
  }
  return { h, a, da, dh, dscores }
}

/** Returns by which factor an affine layer and a ReLU change the root mean square of random numbers. */
export function measuredScale(w: Tensor, x: Tensor): number {
  const size = (values: Tensor) => Math.sqrt(mean(mul(values, values)))
  const { out } = affineForward(x, w, zeros([w.shape[1]]))
  return size(reluForward(out).out) / size(x)
}
