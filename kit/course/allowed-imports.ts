import { posix } from 'node:path'

/** The imports that every file of a tree may have, besides files of the same tree. */
const given =
  /^#(?:work\/|kit\/(?:tensor\/|not-implemented\.ts$|layers\/(?:border|offset-of|output-size)\.ts$))/
/** The import that `lendSolutions` adds while it lends. */
const lent = process.env.CNN_LEND ? '#kit/vitest/plugins/lent-todos.ts' : undefined
const layers = /^#kit\/(?:layers|network|training)\/index\.ts$/

/** Returns whether a file is a network, which may import the kit's layers. In other files these would be the answer. */
export const mayUseLayers = (file: string): boolean =>
  /^(?:4-convolution\/three-layer-conv-net\.ts$|6-cifar10\/)/.test(file)

/**
 * Returns whether an import is part of the exercise.
 *
 * @param source - what is imported
 * @param file - the path of the importing file, relative to the root of the kit
 * @param tree - the tree that the file is in
 */
export function isAllowedImport(source: string, file: string, tree: string): boolean {
  if (source.startsWith('.')) return posix.join(posix.dirname(file), source).startsWith(`${tree}/`)
  if (given.test(source) || source === lent) return true
  return layers.test(source) && mayUseLayers(file.slice(tree.length + 1))
}
