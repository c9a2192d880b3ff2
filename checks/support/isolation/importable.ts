import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isAllowedImport, mayUseLayers, refusedImport } from '#kit/course/imports/allowed-imports.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The module that runs the work in its process. */
export const SERVE = new URL('serve.ts', import.meta.url).href

/** What the process of the work needs besides the work: the given code, and what answers the grader. */
const given =
  /^(?:kit\/(?:tensor|engine|system|text)\/.*|kit\/not-implemented\.ts|kit\/layers\/(?:border|offset-of|output-size|patches|require-shape)\.ts|checks\/support\/(?:isolation\/(?:serve|mirror|packet)|running\/(?:built-ins|dishonest-results|thrown-error|watch-reads)|comparing\/format)\.ts)$/

/** What only networks may use. In other files these layers would be the answer. */
const givenToNetworks = /^kit\/(?:layers|network)\/.*\.ts$/

/** The packages that the given code needs. The work itself may not import them. */
const packages = [
  'env-paths',
  'is-any-array',
  'is-safe-filename',
  'ml-array-max',
  'ml-array-min',
  'ml-array-rescale',
  'ml-matrix',
]

/** The most bytes of a file of the work. */
const LARGEST = 2 ** 20

/** A tree of work, as the process of the work sees it. */
export interface WorkTree {
  name: 'assignments' | 'solutions'
  /** The folders in which a file is looked for, in order. */
  folders: readonly string[]
  /** A file whose text is replaced. */
  replaced?: { file: string; source: string }
  /** Whether every file may use the kit's layers. */
  allowsLayers?: boolean
}

/** Another tree than the kit's own, for tests of the checks. */
let replacement: WorkTree | undefined

/** Grades another tree. */
export const gradeTree = (tree: WorkTree | undefined): void => void (replacement = tree)

/** Returns the tree with this name. */
export const treeNamed = (name: string): WorkTree =>
  replacement ?? { name: name as WorkTree['name'], folders: [join(root, name)] }

/** A module that the process of the work asked for, or why it does not get it. */
export type Importable = { url: string; text: string; isGiven: boolean } | { error: string }

/**
 * Returns the text of a module for the process of the work. It does not matter what that process says about itself: it
 * gets the files of the tree and the given code, and nothing else.
 *
 * @param specifier - what is imported
 * @param parent - the address of the module that imports it
 * @param entries - the files of the tree that the grader has asked for
 */
export function importable(
  specifier: string,
  parent: string,
  tree: WorkTree,
  entries: ReadonlySet<string>,
): Importable {
  try {
    return findImportable(specifier, parent, tree, entries)
  } catch {
    // There is no such file, or its name is none.
    return { error: `Cannot find module '${specifier}'` }
  }
}

function findImportable(
  specifier: string,
  parent: string,
  tree: WorkTree,
  entries: ReadonlySet<string>,
): Importable {
  const importer = pathOf(parent)
  const inTree = importer.startsWith(`${tree.name}/`)
  const refused = { error: refusedImport(specifier, importer, tree.name) }
  if (inTree && !isAllowed(specifier, importer, tree)) return refused
  const inPackage = fileInPackages(specifier, parent)
  if (inPackage !== undefined)
    return { url: pathToFileURL(inPackage).href, text: readFileSync(inPackage, 'utf8'), isGiven: true }
  const path = target(specifier, importer, tree)
  if (path?.startsWith(`${tree.name}/`)) return workFile(path.slice(tree.name.length + 1), specifier, tree)
  const isGiven =
    path !== undefined &&
    (given.test(path) ||
      (givenToNetworks.test(path) && (tree.allowsLayers || Array.from(entries).some(mayUseLayers))))
  if (!isGiven) return refused
  return { url: urlOf(path), text: givenText(path), isGiven: true }
}

const givenTexts = new Map<string, string>()

/** Returns the text of a given file without its types. The process of the work would take longer to remove them. */
function givenText(path: string): string {
  const known = givenTexts.get(path)
  if (known !== undefined) return known
  const text = stripTypeScriptTypes(readFileSync(join(root, path), 'utf8'))
  givenTexts.set(path, text)
  return text
}

const isAllowed = (specifier: string, importer: string, { name, allowsLayers }: WorkTree): boolean =>
  isAllowedImport(specifier, importer, name) ||
  (allowsLayers === true && specifier.startsWith('#kit/layers/'))

/** Returns the path of the file that is imported, relative to the root of the kit. */
function target(specifier: string, importer: string, { name }: WorkTree): string | undefined {
  if (specifier.startsWith('#work/')) return pathOf(urlOf(`${name}/${specifier.slice('#work/'.length)}`))
  if (/^#(?:kit|data)\//.test(specifier)) return pathOf(urlOf(specifier.slice(1)))
  if (specifier.startsWith('file:')) return pathOf(specifier)
  return specifier.startsWith('.') ? pathOf(new URL(specifier, urlOf(importer)).href) : undefined
}

const urlOf = (path: string): string => pathToFileURL(join(root, path)).href

/** Returns the path of an address relative to the root of the kit; empty if it is none. */
function pathOf(url: string): string {
  try {
    return relative(root, fileURLToPath(url)).split(sep).join('/')
  } catch {
    return ''
  }
}

function workFile(file: string, specifier: string, tree: WorkTree): Importable {
  const { replaced, folders, name } = tree
  const url = urlOf(`${name}/${file}`)
  if (replaced?.file === file) return { url, text: replaced.source, isGiven: false }
  for (const folder of folders) {
    const path = join(folder, file)
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (found === undefined) continue
    const real = realpathSync(path)
    if (relative(realpathSync(folder), real).startsWith('..'))
      return { error: `${name}/${file} is a link to a file outside of ${name}/. Put the file itself there.` }
    const { size, isFile } = fileAt(real)
    if (!isFile) return { error: `${name}/${file} is not a file.` }
    if (size > LARGEST) return { error: `${name}/${file} has more than 1 MB. Is it really a module?` }
    return { url, text: readFileSync(real, 'utf8'), isGiven: false }
  }
  return { error: `Cannot find module '${specifier}'` }
}

function fileAt(path: string): { size: number; isFile: boolean } {
  const found = lstatSync(path)
  return { size: found.size, isFile: found.isFile() }
}

/** Returns the file of a package that is imported, if the given code needs that package. */
function fileInPackages(specifier: string, parent: string): string | undefined {
  if (packages.includes(specifier)) {
    const folder = folderOf(specifier)
    const { module, main, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      module?: string
      main?: string
      exports?: string | { default?: string; '.'?: string | { default: string } }
    }
    const way = typeof exports === 'string' ? exports : (exports?.['.'] ?? exports?.default)
    return join(folder, module ?? (typeof way === 'object' ? way.default : way) ?? main ?? 'index.js')
  }
  if (!specifier.startsWith('.') || !parent.startsWith('file:')) return undefined
  const path = fileURLToPath(new URL(specifier, parent))
  if (!packages.some((name) => path.startsWith(folderOf(name) + sep))) return undefined
  return ['', '.js', '/index.js']
    .map((end) => path + end)
    .find((file) => existsSync(file) && fileAt(file).isFile)
}

const folderOf = (name: string): string => realpathSync(join(root, 'node_modules', name))
