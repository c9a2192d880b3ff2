import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { KitError } from './kit-error.ts'
import { root } from './root.ts'

/** Which hints a learner has seen, by TODO, in that order: `level 0` to `level 2`, `after 0` and so on. */
export type ShownHints = Record<string, string[]>

const FILE = '.kit/hints.json'
const path = join(root, FILE)

/** @throws KitError if the file is damaged */
export function readShown(): ShownHints {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  try {
    const shown = JSON.parse(text) as ShownHints
    if (Object.values(shown).every((keys) => Array.isArray(keys))) return shown
  } catch {
    // Said below.
  }
  throw new KitError(`${FILE} is damaged: delete it, and the hints start from the first one again.`)
}

/** Keeps them for the next time. */
export function writeShown(shown: ShownHints): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(shown, null, 2)}\n`)
}
