import { registerHooks } from 'node:module'

/** The two trees that `#work/...` can mean. */
export const workTrees = ['solutions', 'assignments'] as const
export type WorkTree = (typeof workTrees)[number]

/**
 * Makes every later import of `#work/...` in this thread mean the given tree, as starting Node with or without
 * `--conditions=solutions` would. Import what imports `#work/...` after this, with `await import(...)`.
 */
export function useWorkTree(tree: WorkTree): void {
  registerHooks({
    resolve(specifier, context, next) {
      const conditions = context.conditions.filter((condition) => condition !== 'solutions')
      if (tree === 'solutions') conditions.push('solutions')
      return next(specifier, { ...context, conditions })
    },
  })
}
