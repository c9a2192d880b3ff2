import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceTree } from '../course/cut-stubs.ts'

/** The folders and files that decide about points. */
export const JUDGES: readonly string[] = ['checks', 'kit', 'course.json']

/** Returns a hash of all files in these folders. Links are not followed, and only their place counts. */
export function hashOf(root: string, folders: readonly string[]): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    const found = lstatSync(join(root, path), { throwIfNoEntry: false })
    if (found === undefined) return
    hash.update(`${path}\0`)
    if (found.isFile()) hash.update(readFileSync(join(root, path)))
    if (found.isDirectory())
      for (const name of readdirSync(join(root, path)).toSorted()) visit(`${path}/${name}`)
  }
  for (const folder of folders) visit(folder)
  return hash.digest('hex')
}

/** Returns a hash of files that were read already. */
export function hashOfFiles(files: SourceTree): string {
  const hash = createHash('sha256')
  for (const [path, text] of [...files].toSorted()) hash.update(`${path}\0${text}\0`)
  return hash.digest('hex')
}
