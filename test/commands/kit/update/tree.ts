import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { filesIn, writeHandedOut } from '#kit/course/handed-out.ts'

/** The texts of a folder, by path. */
export type Texts = Readonly<Record<string, string>>

/** Makes a folder with these files and a package.json. It is removed when the test ends. */
export function makeFolder(texts: Texts): string {
  const folder = mkdtempSync(join(tmpdir(), 'kit-tree-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries({ 'package.json': '{}\n', 'kit/README.md': 'kit\n', ...texts }))
    put(folder, path, text)
  return folder
}

/** Makes a folder as a kit has handed it out. */
export function handOut(texts: Texts): string {
  const folder = makeFolder(texts)
  writeHandedOut(folder)
  return folder
}

export function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Returns the texts of all files that are not for the kit alone. */
export const textsIn = (folder: string): Texts =>
  Object.fromEntries(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
