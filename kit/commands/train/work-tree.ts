import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'

/** The two trees that `#work/...` can mean. */
export type WorkTree = 'solutions' | 'assignments'

/** The trees that exist. A learner's folder has no solutions. */
export const workTrees: readonly WorkTree[] = existsSync(join(import.meta.dirname, '../../../solutions'))
  ? ['solutions', 'assignments']
  : ['assignments']

/** The tree whose code is trained by default. */
export const [defaultWorkTree] = workTrees

/**
 * Makes every later import of `#work/...` in this thread resolve to the given tree, as starting Node with or without
 * `--conditions=solutions` would. Import modules that import `#work/...` after this call, with `await import(...)`.
 */
export function useWorkTree(tree: WorkTree): void {
  const folder = new URL(`../../../${tree}/`, import.meta.url)
  registerHooks({
    // In some Node versions, conditions given to the next hook do not reach the hooks of tsx.
    resolve(specifier, context, next) {
      const [, file] = /^#work\/(.*)/.exec(specifier) ?? []
      return next(file === undefined ? specifier : new URL(file, folder).href, context)
    },
  })
}
