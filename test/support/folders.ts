import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { writeWithFolders } from '#kit/system/write-with-folders.ts'

/**
 * A folder name for tests with every character that the kit must support and that a glob, a regular expression, a shell
 * or a URL interprets differently. Windows allows it too.
 */
export const DIFFICULT_FOLDER_NAME = "-my [kit] (1) {a,b} !z + & $HOME '`^=~@ 中文😀 é"

/**
 * Creates an empty temporary folder and returns its real path.
 *
 * @param whenOver - calls a function that removes it; when the test ends, unless something else is given
 */
export function temporaryFolder(whenOver: (remove: () => void) => void = onTestFinished): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cnn-from-scratch-')))
  whenOver(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * Creates an empty temporary folder with the first free name of a series. Node and Vitest cache compiled code by path,
 * so the next kit in a folder of the same name starts in half the time.
 */
export function firstFreeFolder(name: string): string {
  for (let number = 1; ; number++) {
    const path = join(tmpdir(), `cnn-from-scratch-${name}-${number}`)
    try {
      mkdirSync(path)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Writes files into a folder, by their paths. */
export function writeTree(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) writeWithFolders(join(folder, path), content)
}
