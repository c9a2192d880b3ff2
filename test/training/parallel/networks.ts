import { affine, averagePool, convBatchnormRelu, convRelu, dropout, Network, relu } from '#kit/network/index.ts'
import type { Model } from '#kit/solver/index.ts'
import type { DType } from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'

/** Which network to build, for the tests of workers. */
export interface NetworkSpec {
  name: 'plain' | 'batchnorm' | 'dropout'
  dtype?: DType
}

/** Images of 2 x 6 x 4 and 3 classes. */
export const inputShape = [2, 6, 4]

const layers = {
  plain: () => [convRelu(4), affine(5), relu(), affine(3)],
  batchnorm: () => [convBatchnormRelu(4), convBatchnormRelu(6), averagePool(), affine(3)],
  dropout: () => [affine(40), relu(), dropout(0.6), affine(3)],
}

/** The export that each worker calls. */
export const build = ({ name, dtype = 'float64' }: NetworkSpec): Model =>
  new Network({ layers: layers[name](), inputShape, dtype, seed: 5, reg: 0.1 })
