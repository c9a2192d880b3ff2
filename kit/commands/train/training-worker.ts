import type { Model } from '#kit/solver/index.ts'
import type { Build } from '#kit/training/index.ts'
import { loadRecipe } from './recipes.ts'
import { useWorkTree, type WorkTree } from './work-tree.ts'

/** The network that a worker thread builds. */
export interface NetworkOfWorker {
  /** The name of the recipe. */
  name: string
  settings: Build & { work: WorkTree }
}

/** Builds the network of `npm run train` in a worker thread, from the same files as the main thread. */
export async function build({ name, settings }: NetworkOfWorker): Promise<Model> {
  useWorkTree(settings.work)
  const recipe = await loadRecipe(name)
  return recipe.build(settings)
}
