import { posix } from 'node:path'
import { cause, type Cause } from '../causes/index.ts'

/** The imports from the kit that every file of a tree may have. */
const given = /^#kit\/(?:tensor\/|not-implemented\.ts$|layers\/(?:border|offset-of|output-size|patches)\.ts$)/
/** The import that `lendSolutions` adds while it lends. */
const lent = process.env.CNN_LEND ? '#kit/vitest/plugins/lent-todos.ts' : undefined
const layers = /^#kit\/(?:layers|network)\/index\.ts$/
/** What only describes a run. Types are removed before a file is loaded. */
const onlyTypes = '#kit/training/index.ts'

/**
 * What has a meaning besides the path of a TypeScript file: queries and escapes, packages, and files of other kinds,
 * which the tools load in their own ways.
 */
const special = /[?#%\\:\0]|\/\/|\/node_modules\/|\.(?!ts$)\w+$/

/** Files of Part 6 whose answers the kit's layers and networks contain. */
const answered = ['nesterov-momentum', 'whitening-filters', 'identity-filters'].map(
  (name) => `6-cifar10/${name}.ts`,
)

/** Returns whether a file is a network, which may import the kit's layers. In other files these would be the answer. */
export const mayUseLayers = (file: string): boolean =>
  /^(?:4-convolution\/three-layer-conv-net\.ts$|6-cifar10\/)/.test(file) && !answered.includes(file)

/**
 * Returns whether an import is part of the exercise.
 *
 * @param source - what is imported
 * @param file - the path of the importing file, relative to the root of the kit
 * @param tree - the tree that the file is in
 */
export function isAllowedImport(source: string, file: string, tree: string): boolean {
  if (special.test(source.slice(1))) return false
  const importer = file.slice(tree.length + 1)
  const imported = fileOfTree(source, file, tree)
  // What a network imports, it can pass on.
  if (imported !== undefined) return mayUseLayers(importer) || !mayUseLayers(imported)
  if (source.startsWith('.') || source.includes('/..')) return false
  return given.test(source) || source === lent || (layers.test(source) && mayUseLayers(importer))
}

/** Returns what to say about an import that is not part of the exercise. */
export const refusedImport = (source: string, file: string, tree: string): Cause =>
  source === onlyTypes
    ? cause('file/only-types', { file, source })
    : cause('file/not-allowed', { file, source, tree })

/** Returns the file of the same tree that is imported, relative to the tree; undefined if it is none. */
function fileOfTree(source: string, file: string, tree: string): string | undefined {
  const path = source.startsWith('.')
    ? posix.join(posix.dirname(file), source)
    : posix.join(tree, /^#work\/(.*)/s.exec(source)?.[1] ?? '..')
  return path.startsWith(`${tree}/`) ? path.slice(tree.length + 1) : undefined
}
