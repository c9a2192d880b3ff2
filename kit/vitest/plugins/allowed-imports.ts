import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { normalizePath, type Plugin } from 'vite'
import { isAllowedImport, refusedImport } from '../../course/imports/allowed-imports.ts'
import { cause, type Cause } from '../../course/causes/index.ts'
import { computedImportsOf, importsOf } from '../../course/imports/imports.ts'

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
    configureVitest({ defineCacheKeyGenerator }) {
      // Whether a file is refused also depends on what is beside it, and on these rules. So it is asked in every run.
      defineCacheKeyGenerator(({ id }) => (placeIn(root, id) === undefined ? undefined : false))
    },
    transform(code, id) {
      const place = placeIn(root, id)
      if (place === undefined) return
      const { file, tree } = place
      const refused = refusalOf(code, file, tree) ?? ownPackage(root, file, tree)
      // The importing file's user sees only this message, wrapped in others.
      if (refused !== undefined) throw new Error(refused)
    },
  }
}

/** Returns the path of a module and its tree, if it belongs to one. */
function placeIn(root: string, id: string): { file: string; tree: string } | undefined {
  const file = normalizePath(relative(root, id.replace(/\?.*$/, '')))
  const tree = trees.find((name) => file.startsWith(`${name}/`))
  return tree === undefined ? undefined : { file, tree }
}

/** Returns why a file is refused, if it imports what is not part of the exercise, or may do so. */
function refusalOf(code: string, file: string, tree: string): Cause | undefined {
  const source = importsOf(code).find((one) => !isAllowedImport(one, file, tree))
  if (source !== undefined) return refusedImport(source, file, tree)
  return computedImportsOf(code).length > 0 ? cause('file/computed-import', { file }) : undefined
}

/** Returns why a file is refused, if a package.json beside it or above it could give its imports other meanings. */
function ownPackage(root: string, file: string, tree: string): Cause | undefined {
  for (let folder = dirname(file); folder.startsWith(tree); folder = dirname(folder)) {
    const path = `${folder}/package.json`
    if (existsSync(join(root, path))) return cause('file/own-package', { path })
  }
  return undefined
}
