import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Recipe } from '#kit/training/index.ts'
import type { WorkTree } from './work-tree.ts'
import { UserError } from '#kit/system/user-error.ts'
import { root } from '../../system/root.ts'

/** The folder of a tree in which every file that exports `recipe` is one. */
const FOLDER = '6-cifar10'

/** Returns the names of all recipes in a tree. */
export function recipeNames(tree: WorkTree): string[] {
  const folder = join(root, tree, FOLDER)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /^export const recipe\b/m.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => basename(file, '.ts'))
    .toSorted()
}

/** Returns the file of the recipe with this name, relative to the kit's folder, or undefined if it does not exist. */
export function recipeFile(tree: WorkTree, name: string): string | undefined {
  const file = `${tree}/${FOLDER}/${name}.ts`
  return existsSync(join(root, file)) ? file : undefined
}

/**
 * Loads a recipe, which is the export `recipe` of its file. Call `useWorkTree` before.
 *
 * @param name - one of {@link recipeNames}
 * @throws UserError when the file does not export one
 */
export async function loadRecipe(name: string): Promise<Recipe> {
  const { recipe } = (await import(`#work/${FOLDER}/${name}.ts`)) as { recipe?: Recipe }
  if (!recipe?.settings) {
    throw new UserError(
      'recipe',
      `${FOLDER}/${name}.ts must export its settings and its network as "recipe".`,
    )
  }
  return recipe
}
