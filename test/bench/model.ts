import {
  affine,
  averagePool,
  convBatchnormRelu,
  convRelu,
  maxPool,
  Network,
  relu,
} from '#kit/network/index.ts'
import type { Layer } from '#kit/network/index.ts'
import { residualBlock } from '#work/6-cifar10/residual-block.ts'
import models from './models.json' with { type: 'json' }

/** A line of models.json. */
interface LayerSpec {
  affine?: [inputs: number, outputs: number]
  conv?: [channels: number, filters: number, size: number, stride: number, pad: number]
  block?: [channels: number, filters: number, stride: number]
  averagePool?: boolean
  batchnorm?: boolean
  relu?: boolean
  pool?: boolean
}

/** The network of models.json with this name, in this thread or in a worker: the same layers as in pytorch.py. */
export function build(name: string): Network {
  const { layers } = models.find((model) => model.name === name)!
  return new Network({ layers: (layers as LayerSpec[]).flatMap(layersOf) })
}

function layersOf({ affine: units, conv, block, batchnorm, relu: withRelu, pool }: LayerSpec): Layer[] {
  if (units) return withRelu ? [affine(units[1]), relu()] : [affine(units[1])]
  if (block) return [residualBlock(block[1], { stride: block[2] })]
  if (!conv) return [averagePool()]
  const [, filters, size, stride, pad] = conv
  const layer = (batchnorm ? convBatchnormRelu : convRelu)(filters, { size, stride, pad })
  return pool ? [layer, maxPool()] : [layer]
}
