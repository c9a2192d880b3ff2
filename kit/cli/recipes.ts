import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { TrainingError, type Recipe } from '#kit/training/index.ts'
import type { WorkTree } from './work-tree.ts'

const root = join(import.meta.dirname, '../..')
/** Every file in this folder of a tree that exports `recipe` is one. */
const FOLDER = '6-cifar10'

/** Those of Parts 1 to 4, on the learner's classes, by the name that the command line uses. */
const ownNetworks: Readonly<Record<string, Recipe>> = {
  'two-layer': {
    description: 'affine - ReLU - affine - softmax',
    settings: {
      epochs: 10,
      batchSize: 100,
      learningRate: 1e-2,
      learningRateDecay: 0.75,
      updateRule: 'sgdMomentum',
      reg: 2e-3,
      weightScale: 1e-2,
      hidden: [200],
    },
    hiddenLayers: 1,
    async build({ inputDim, hidden: [hiddenDim] = [], weightScale, reg, seed }) {
      const { TwoLayerNet } = await import('#work/1-fully-connected/two-layer-net.ts')
      return new TwoLayerNet({ inputDim, hiddenDim, weightScale, reg, seed })
    },
  },
  'fully-connected': {
    description: '(affine - ReLU) for each hidden layer - affine - softmax',
    settings: {
      epochs: 6,
      batchSize: 100,
      learningRate: 1e-2,
      learningRateDecay: 0.7,
      updateRule: 'sgdMomentum',
      reg: 1e-3,
      weightScale: 3e-2,
      hidden: [100, 100],
    },
    async build({ inputDim, hidden: hiddenDims = [], weightScale, reg, seed }) {
      const { FullyConnectedNet } = await import('#work/1-fully-connected/fully-connected-net.ts')
      return new FullyConnectedNet({ inputDim, hiddenDims, weightScale, reg, seed })
    },
  },
  'three-layer': {
    description: 'conv 7 x 7 (32 filters) - ReLU - max pool 2 x 2 - affine - ReLU - affine - softmax',
    settings: {
      epochs: 3,
      batchSize: 100,
      learningRate: 1e-3,
      learningRateDecay: 0.6,
      updateRule: 'adam',
      reg: 1e-3,
      weightScale: 1e-2,
      hidden: [200],
    },
    hiddenLayers: 1,
    convolutional: true,
    async build({ hidden: [hiddenDim] = [], weightScale, reg, seed }) {
      const { ThreeLayerConvNet } = await import('#work/4-convolution/three-layer-conv-net.ts')
      return new ThreeLayerConvNet({ hiddenDim, weightScale, reg, seed })
    },
  },
}

/** The names of all recipes in a tree. */
export const recipeNames = (tree: WorkTree): string[] => [...Object.keys(ownNetworks), ...namesInFolder(tree)]

function namesInFolder(tree: WorkTree): string[] {
  const folder = join(root, tree, FOLDER)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /^export const recipe\b/m.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => basename(file, '.ts'))
    .toSorted()
}

/**
 * Loads a recipe: the export `recipe` of its file. Call `useWorkTree` before.
 *
 * @param name - one of {@link recipeNames}
 * @throws TrainingError when the file exports none
 */
export async function loadRecipe(name: string): Promise<Recipe> {
  if (Object.hasOwn(ownNetworks, name)) return ownNetworks[name]
  const { recipe } = (await import(`#work/${FOLDER}/${name}.ts`)) as { recipe?: Recipe }
  if (!recipe?.settings) {
    throw new TrainingError(`${FOLDER}/${name}.ts must export its settings and its network as "recipe".`)
  }
  return recipe
}
