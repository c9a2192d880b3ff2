import { dirname, join, relative } from 'node:path'
import { normalizePath, type Plugin } from 'vite'
import { cause } from '../../course/causes/index.ts'
import { importsOf } from '../../course/imports.ts'

const trees = ['assignments', 'solutions'] as const

/** What any file of a tree may import, besides its neighbours. */
const given =
  /^#(?:work\/|kit\/(?:tensor\/|not-implemented\.ts$|layers\/(?:border|offset-of|output-size)\.ts$))/
/** What `lendSolutions` imports, while it lends. */
const lent = process.env.CNN_LEND ? '#kit/vitest/plugins/lent-todos.ts' : undefined
/** What is put together from the given layers; elsewhere they would be the answer. */
const usesLayers = /^(?:4-convolution\/three-layer-conv-net\.ts$|6-cifar10\/)/
const layers = /^#kit\/(?:layers|network|training)\/index\.ts$/

/**
 * A Vite plugin that refuses imports which are no part of the exercise: an editor that completes a name may import it
 * from anywhere, from a test library or from the very solution. It looks at files after their types are gone.
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
      // Whoever loads the file gets to see no more than the message, with others around it.
      throw new Error(cause('file/not-allowed', { file, source: refused, tree }))
    },
  }
}

function isAllowed(source: string, file: string, tree: string): boolean {
  if (source.startsWith('.')) return normalizePath(join(dirname(file), source)).startsWith(`${tree}/`)
  if (given.test(source) || source === lent) return true
  return layers.test(source) && usesLayers.test(file.slice(tree.length + 1))
}
