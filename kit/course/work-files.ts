import { createHash } from 'node:crypto'
import { dirname, join, posix } from 'node:path'
import { existsSync } from 'node:fs'
import { withoutCarriageReturns } from './cut-stubs.ts'
import { importsOf } from './imports/imports.ts'
import { readOrEmpty } from '../system/read-or-empty.ts'
import type { Todo } from './manifest.ts'

/** The state of some files at one moment: a hash of the content or `gone`, by path below `assignments/`. */
export type Fingerprints = Record<string, string>

const TREE = 'assignments'

/** Returns the current fingerprints of the files in `assignments/` whose code a TODO's checks run. */
export function fingerprintsOf({ file, checks }: Todo, root: string): Fingerprints {
  const files = new Set<string>()
  const visit = (path: string): void => {
    if (files.has(path)) return
    files.add(path)
    for (const imported of importedFiles(readOrEmpty(join(root, path)), path)) visit(imported)
  }
  visit(`${TREE}/${file}`)
  visit(checks)
  const ofTree = [...files].filter((path) => path.startsWith(`${TREE}/`))
  return Object.fromEntries(
    ofTree.map((path) => path.slice(TREE.length + 1)).map((name) => [name, fingerprint(name, root)]),
  )
}

/** Returns the files below `assignments/` that differ from these fingerprints. */
export const changedFiles = (then: Fingerprints, root: string): string[] =>
  Object.keys(then).filter((file) => fingerprint(file, root) !== then[file])

/** Hashes the text rather than the bytes, because git and editors may change the line endings of an unedited file. */
function fingerprint(file: string, root: string): string {
  const path = join(root, TREE, file)
  if (!existsSync(path)) return 'gone'
  const text = withoutCarriageReturns(readOrEmpty(path))
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** A cache for {@link importedFiles}: the result for each file and the text it was computed from. */
const found = new Map<string, { code: string; files: readonly string[] }>()

/** Returns the files of the checks or of `assignments/` that a file imports, as paths from the root of the kit. */
function importedFiles(code: string, path: string): readonly string[] {
  const before = found.get(path)
  if (before?.code === code) return before.files
  const files = importsOf(code).flatMap((source) => {
    if (source.startsWith('#work/')) return [source.replace('#work', TREE)]
    return source.startsWith('.') ? [posix.join(dirname(path), source)] : []
  })
  found.set(path, { code, files })
  return files
}
