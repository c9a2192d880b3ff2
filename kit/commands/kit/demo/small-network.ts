import { augmented, type Dataset } from '#data/index.ts'
import { updateRules } from '#kit/layers/index.ts'
import { affine, averagePool, convBatchnormRelu, maxPool, Network } from '#kit/network/index.ts'
import { cosine, Solver } from '#kit/solver/index.ts'

/** The layers of the network of `npx kit demo`, in one line. */
export const description =
  '[conv 3 x 3 - batch normalization - ReLU - max pool] x 2 - conv 3 x 3 - batch normalization - ReLU - average pool - affine - softmax'

/** Its settings. With them, 1,000 images take about 20 seconds. */
export const settings = {
  epochs: 20,
  batchSize: 50,
  updateRule: 'adam',
  learningRate: 3e-3,
  schedule: 'cosine',
  flip: true,
  shift: 2,
  seed: 0,
}

/** Returns a solver that trains this network. It consists of the kit's own layers only. */
export function smallNetwork({ train, validation }: Dataset): Solver {
  const { epochs, batchSize, updateRule, learningRate, flip, shift, seed } = settings
  const model = new Network({
    layers: [
      convBatchnormRelu(32),
      maxPool(),
      convBatchnormRelu(64),
      maxPool(),
      convBatchnormRelu(128),
      averagePool(),
      affine(10),
    ],
    seed,
  })
  return new Solver(
    model,
    { train: augmented(train, { flip, shift, seed }), validation },
    {
      updateRules,
      updateRule,
      optimizerConfig: { learningRate },
      schedule: cosine,
      batchSize,
      epochs,
      seed,
      recycle: true,
    },
  )
}
