import { addBorder } from '#kit/layers/border.ts'
import { convSizes, poolSizes } from '#kit/layers/index.ts'
import {
  mul,
  sub,
  sum,
  tensor,
  transpose,
  zeros,
  type NestedNumbers,
  type Tensor,
} from '#kit/tensor/index.ts'
import {
  affineBackward,
  affineForward,
  reluBackward,
  reluForward,
} from '../../../solutions/1-fully-connected/layers.ts'
import { softmaxLoss } from '../../../solutions/1-fully-connected/losses.ts'
import { convBackward, convForward } from '../../../solutions/4-convolution/conv.ts'
import { maxPoolBackward, maxPoolForward } from '../../../solutions/4-convolution/max-pool.ts'
import {
  spatialBatchnormBackward,
  spatialBatchnormForward,
  spatialGroupnormBackward,
  spatialGroupnormForward,
} from '../../../solutions/4-convolution/spatial-norm.ts'
import { ThreeLayerConvNet } from '../../../solutions/4-convolution/three-layer-conv-net.ts'

type Inputs = Record<string, NestedNumbers>
type Outputs = Record<string, NestedNumbers | Tensor>

/** Functions that recompute the worked examples of Part 4, by first line. Images and filters omit axes of size 1. */
export const part4: Record<string, (inputs: Inputs) => Outputs> = {
  'how often a filter fits': (inputs) => {
    const [image, filter] = [inputs.image, inputs.filter].map((sides) =>
      zeros([1, 1, ...(sides as number[])]),
    )
    const { outHeight, outWidth } = convSizes(image, filter, convOptions(inputs))
    return { rows: outHeight, columns: outWidth }
  },

  'convForward(x, w, b, options)': (inputs) => ({ out: plane(conv(inputs).out) }),
  'convForward(x, w, b, options) with a border': (inputs) => ({
    padded: plane(addBorder(planes(inputs.x), inputs.pad as number)),
    out: plane(conv(inputs).out),
  }),
  'convBackward(dout, cache)': (inputs) => {
    const { dx, dw, db } = convBackward(planes(inputs.dout), conv(inputs).cache)
    return { dx: plane(dx), dw: plane(dw), db }
  },
  'sum(dout * out) before and after a small move of a weight': (inputs) => {
    const scalar = (w: NestedNumbers) => sum(mul(planes(inputs.dout), conv({ ...inputs, w }).out))
    const [before, after] = [scalar(inputs.w), scalar(inputs.moved)]
    return { before, after, slope: (after - before) / sum(sub(tensor(inputs.moved), tensor(inputs.w))) }
  },
  'dx as a convolution': (inputs) => ({
    dx: plane(conv({ x: inputs.bordered, w: inputs.turned, b: 0, stride: 1, pad: 0 }).out),
  }),

  'maxPoolForward(x, options)': (inputs) => ({ out: plane(pool(inputs).out) }),
  'maxPoolBackward(dout, cache)': (inputs) => ({
    dx: plane(maxPoolBackward(planes(inputs.dout), pool(inputs).cache).dx),
  }),
  'how often a window fits': (inputs) => {
    const { outHeight, outWidth } = poolSizes(
      zeros([1, 1, ...(inputs.image as number[])]),
      poolOptions(inputs),
    )
    return { rows: outHeight, columns: outWidth }
  },

  'spatialBatchnormForward(x, gamma, beta, params)': (inputs) => {
    const { x, params, out } = spatialBatchnorm(inputs)
    return {
      pixels: transpose(x, [0, 2, 3, 1]).reshape([-1, x.shape[1]]),
      out,
      runningMean: params.runningMean!,
      runningVar: params.runningVar!,
    }
  },
  'spatialBatchnormBackward(dout, cache)': (inputs) => ({
    ...spatialBatchnormBackward(tensor(inputs.dout), spatialBatchnorm(inputs).cache),
  }),
  'spatialGroupnormForward(x, gamma, beta, options)': (inputs) => {
    const { out, cache } = spatialGroupnorm(inputs)
    return { normalized: cache.normalized, out }
  },
  'spatialGroupnormBackward(dout, cache)': (inputs) => ({
    ...spatialGroupnormBackward(tensor(inputs.dout), spatialGroupnorm(inputs).cache),
  }),

  'ThreeLayerConvNet: parameters': (inputs) => {
    const { params } = new ThreeLayerConvNet(inputs)
    const shapes = Object.entries(params).map(([name, { shape }]) => [`shapeOf${name}`, shape])
    const numbers = Object.values(params).reduce((total, { size }) => total + size, 0)
    return { ...Object.fromEntries(shapes), numbers }
  },
  'ThreeLayerConvNet: scores': (inputs) => {
    const { conv: filtered, pooled, h, a } = layerByLayer(inputs)
    const scores = networkOf(inputs).scores(planes(inputs.x))
    return { conv: plane(filtered.out), pool: plane(pooled.out), h: h.out, a: a.out, scores }
  },
  'ThreeLayerConvNet: loss': (inputs) => {
    const { loss, grads } = networkOf(inputs).loss(planes(inputs.x), inputs.labels as number[])
    const { dscores, da, dh, dpool, dconv } = layerByLayer(inputs)
    return {
      loss,
      dscores,
      da,
      dh,
      dpool: plane(dpool),
      dconv: plane(dconv),
      ...Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [`d${name}`, gradient])),
      dW1: plane(grads.W1),
    }
  },
}

/** Returns one image with one channel, or one filter for it. */
const planes = (rows: NestedNumbers): Tensor => tensor([[rows]])

/** Returns the only channel of the only image. */
const plane = (x: Tensor): Tensor => x.reshape(x.shape.slice(2))

const convOptions = ({ stride, pad }: Inputs) => ({ stride: stride as number, pad: pad as number })
const poolOptions = ({ poolHeight, poolWidth, stride }: Inputs) => ({
  poolHeight: poolHeight as number,
  poolWidth: poolWidth as number,
  stride: stride as number,
})

const conv = (inputs: Inputs) =>
  convForward(planes(inputs.x), planes(inputs.w), tensor([inputs.b].flat()), convOptions(inputs))

const pool = (inputs: Inputs) => maxPoolForward(planes(inputs.x), poolOptions(inputs))

function spatialBatchnorm({ x, gamma, beta, epsilon, momentum }: Inputs) {
  const params: Parameters<typeof spatialBatchnormForward>[3] = {
    mode: 'train',
    epsilon: epsilon as number,
    momentum: momentum as number | undefined,
  }
  const images = tensor(x)
  return { x: images, params, ...spatialBatchnormForward(images, tensor(gamma), tensor(beta), params) }
}

const spatialGroupnorm = ({ x, gamma, beta, groups, epsilon }: Inputs) =>
  spatialGroupnormForward(tensor(x), tensor(gamma), tensor(beta), {
    groups: groups as number,
    epsilon: epsilon as number,
  })

const POOL = { poolHeight: 2, poolWidth: 2, stride: 2 }

/** Creates the network with one 3 x 3 filter and the parameters W1, b1, ... of a worked example. */
function networkOf(inputs: Inputs): ThreeLayerConvNet {
  const net = new ThreeLayerConvNet({
    inputDim: [1, 2, 2],
    numFilters: 1,
    filterSize: 3,
    hiddenDim: 1,
    reg: inputs.reg as number | undefined,
  })
  const [W1, ...others] = ['W1', 'b1', 'W2', 'b2', 'W3', 'b3'].map((name) => inputs[name])
  const [b1, W2, b2, W3, b3] = others.map((values) => tensor(values))
  Object.assign(net.params, { W1: planes(W1), b1, W2, b2, W3, b3 })
  return net
}

/** Computes all intermediate results of the network, forward and backward, without the network. */
function layerByLayer(inputs: Inputs) {
  const [b1, W2, b2, W3, b3] = ['b1', 'W2', 'b2', 'W3', 'b3'].map((name) => tensor(inputs[name]))
  const filtered = convForward(planes(inputs.x), planes(inputs.W1), b1, { stride: 1, pad: 1 })
  const active = reluForward(filtered.out)
  const pooled = maxPoolForward(active.out, POOL)
  const h = affineForward(pooled.out, W2, b2)
  const a = reluForward(h.out)
  const last = affineForward(a.out, W3, b3)
  const { dscores } = softmaxLoss(last.out, (inputs.labels as number[] | undefined) ?? [0])
  const da = affineBackward(dscores, last.cache).dx
  const dh = reluBackward(da, a.cache).dx
  const dpool = affineBackward(dh, h.cache).dx
  const dconv = reluBackward(maxPoolBackward(dpool, pooled.cache).dx, active.cache).dx
  return { conv: filtered, pooled, h, a, dscores, da, dh, dpool, dconv }
}
