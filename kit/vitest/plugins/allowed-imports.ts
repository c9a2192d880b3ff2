import { relative } from 'node:path'
import { normalizePath, type Plugin } from 'vite'
import { isAllowedImport } from '../../course/allowed-imports.ts'
import { cause } from '../../course/causes/index.ts'
import { importsOf } from '../../course/imports.ts'

const trees = ['assignments', 'solutions'] as const

/**
 * Creates a Vite plugin that refuses imports which are not part of the exercise. An editor that completes a name may
 * import it from anywhere, such as a test library or the solution itself. The plugin runs after types are stripped.
 */
export function allowedImports(): Plugin {
  let root = ''
  return {
    name: 'allowed-imports',
    enforce: 'post',
    configResolved(config) {
      root = config.root
    },
    transform(code, id) {
      const file = normalizePath(relative(root, id.replace(/\?.*$/, '')))
      const tree = trees.find((name) => file.startsWith(`${name}/`))
      if (tree === undefined) return
      const refused = importsOf(code).find((source) => !isAllowedImport(source, file, tree))
      if (refused === undefined) return
      // The importing file's user sees only this message, wrapped in others.
      throw new Error(cause('file/not-allowed', { file, source: refused, tree }))
    },
  }
}
