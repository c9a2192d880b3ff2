import { readFileSync, statSync } from 'node:fs'

/** Returns the text of a file, or '' if there is none. What is no file might never end. */
export function readOrEmpty(path: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}
