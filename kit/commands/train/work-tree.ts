import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'

/** The two trees that `#work/...` can mean. */
export type WorkTree = 'solutions' | 'assignments'

/** Those that are here: the folder of a learner has no solutions. */
export const workTrees: readonly WorkTree[] = existsSync(join(import.meta.dirname, '../../../solutions'))
  ? ['solutions', 'assignments']
  : ['assignments']

/** Whose code is trained if nothing is said. */
export const [defaultWorkTree] = workTrees

/**
 * Makes every later import of `#work/...` in this thread mean the given tree, as starting Node with or without
 * `--conditions=solutions` would. Import what imports `#work/...` after this, with `await import(...)`.
 */
export function useWorkTree(tree: WorkTree): void {
  const folder = new URL(`../../../${tree}/`, import.meta.url)
  registerHooks({
    // Conditions that are given to the next hook do not reach the hooks of tsx in every Node.
    resolve(specifier, context, next) {
      const [, file] = /^#work\/(.*)/.exec(specifier) ?? []
      return next(file === undefined ? specifier : new URL(file, folder).href, context)
    },
  })
}
