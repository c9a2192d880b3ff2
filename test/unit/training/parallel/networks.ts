import {
  affine,
  averagePool,
  convBatchnormRelu,
  convRelu,
  dropout,
  Network,
  relu,
  type Layer,
} from '#kit/network/index.ts'
import type { Model } from '#kit/solver/index.ts'
import { zeros, zerosLike, type DType, type Tensor } from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '../../../../solutions/1-fully-connected/fully-connected-net.ts'
import { ThreeLayerConvNet } from '../../../../solutions/4-convolution/three-layer-conv-net.ts'

/** The network to build, in this thread or in a worker. */
export interface NetworkSpec {
  network: keyof typeof networks
  dtype?: DType
  /** What goes wrong, if anything. */
  trouble?: keyof typeof troubles
}

/** The shape of one image. There are 3 classes. */
export const inputShape = [2, 6, 6]

/** Builds the network; each worker calls this. */
export function build({ network, dtype = 'float64', trouble }: NetworkSpec): Model {
  if (trouble === 'no network') throw new RangeError('it cannot be built')
  const model = networks[network]({ dtype, seed: 5, numClasses: 3, reg: 0.1 })
  if (trouble) model.loss = () => troubles[trouble](model)
  return model
}

type Options = { dtype: DType; seed: number; numClasses: number; reg: number }

const ofLayers =
  (...layers: Layer[]) =>
  ({ dtype, seed, reg }: Options): Model =>
    new Network({ layers, inputShape, dtype, seed, reg })

const fullyConnected = { inputDim: 2 * 6 * 6, hiddenDims: [40, 7] }

/** Returns 4 filters of 3 x 3: the upper left corners of the first images. */
function firstPatches(images: Tensor): Tensor {
  const [, C, H, W] = images.shape
  const at = (i: number) => {
    const [row, column, plane] = [Math.floor(i / 3) % 3, i % 3, Math.floor(i / 9)]
    return images.data[(plane * H + row) * W + column]
  }
  const filters = zeros([4, C, 3, 3], images.dtype)
  filters.data.forEach((_, i) => (filters.data[i] = at(i)))
  return filters
}

const networks = {
  plain: ofLayers(convRelu(4), affine(5), relu(), affine(3)),
  batchnorm: ofLayers(convBatchnormRelu(4), convBatchnormRelu(6), averagePool(), affine(3)),
  dropout: ofLayers(affine(40), relu(), dropout(0.6), affine(3)),
  both: ofLayers(convBatchnormRelu(4), affine(40), relu(), dropout(0.6), affine(3)),
  fitted: ofLayers(convRelu(4, { fit: firstPatches }), convBatchnormRelu(3), affine(3)),
  'of Part 1': (options: Options) => new FullyConnectedNet({ ...fullyConnected, ...options }),
  'of Part 2': (options: Options) =>
    new FullyConnectedNet({ ...fullyConnected, normalization: 'batchnorm', ...options }),
  'of Part 3': (options: Options) =>
    new FullyConnectedNet({ ...fullyConnected, dropout: { keepProb: 0.6 }, ...options }),
  'of Part 4': (options: Options) =>
    new ThreeLayerConvNet({ inputDim: inputShape, filterSize: 3, numFilters: 2, hiddenDim: 5, ...options }),
}

const troubles = {
  'no network': () => undefined as never,
  throws: () => {
    throw new RangeError('this image is too hard')
  },
  exits: () => process.exit(3),
  'takes all memory': () => {
    for (const all: unknown[] = []; ;) all.push(Array.from({ length: 1e6 }))
  },
  'no gradient': () => ({ loss: 1, grads: {} }),
  'normalizes less': ({ params }: Model) => ({
    loss: 1,
    grads: Object.fromEntries(Object.entries(params).map(([name, w]) => [name, zerosLike(w)])),
  }),
}
