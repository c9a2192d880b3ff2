import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn, writeHandedOut } from '#kit/course/handed-out.ts'
import { temporaryFolder, writeTree } from '../../../support/folders.ts'

/** The texts of a folder, by path. */
export type Texts = Readonly<Record<string, string>>

/** Makes a folder with these files and a package.json. It is removed when the test ends. */
export function makeFolder(texts: Texts): string {
  const folder = temporaryFolder()
  writeTree(folder, { 'package.json': '{}\n', 'kit/README.md': 'kit\n', ...texts })
  return folder
}

/** Makes a folder as a kit has handed it out. */
export function handOut(texts: Texts): string {
  const folder = makeFolder(texts)
  writeHandedOut(folder)
  return folder
}

/** Returns the texts of all files that are not for the kit alone. */
export const textsIn = (folder: string): Texts =>
  Object.fromEntries(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
