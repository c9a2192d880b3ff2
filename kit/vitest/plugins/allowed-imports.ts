import { dirname, join, relative } from 'node:path'
import { normalizePath, type Plugin } from 'vite'
import { cause } from '../../course/causes/index.ts'
import { importsOf } from '../../course/imports.ts'

const trees = ['assignments', 'solutions'] as const

/** The imports that every file of a tree may have, besides files of the same tree. */
const given =
  /^#(?:work\/|kit\/(?:tensor\/|not-implemented\.ts$|layers\/(?:border|offset-of|output-size)\.ts$))/
/** The import that `lendSolutions` adds while it lends. */
const lent = process.env.CNN_LEND ? '#kit/vitest/plugins/lent-todos.ts' : undefined
/** The networks that may import the kit's layers. In other files these layers would be the answer. */
const usesLayers = /^(?:4-convolution\/three-layer-conv-net\.ts$|6-cifar10\/)/
const layers = /^#kit\/(?:layers|network|training)\/index\.ts$/

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
      const refused = importsOf(code).find((source) => !isAllowed(source, file, tree))
      if (refused === undefined) return
      // The importing file's user sees only this message, wrapped in others.
      throw new Error(cause('file/not-allowed', { file, source: refused, tree }))
    },
  }
}

function isAllowed(source: string, file: string, tree: string): boolean {
  if (source.startsWith('.')) return normalizePath(join(dirname(file), source)).startsWith(`${tree}/`)
  if (given.test(source) || source === lent) return true
  return layers.test(source) && usesLayers.test(file.slice(tree.length + 1))
}
