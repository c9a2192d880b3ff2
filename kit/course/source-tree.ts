import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withoutCarriageReturns, type SourceTree } from './cut-stubs.ts'

/** Returns the text of every TypeScript file below a folder, by path with forward slashes. */
export function readTree(folder: string): SourceTree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
  return new Map(
    files.toSorted().map((file) => [file, withoutCarriageReturns(readFileSync(join(folder, file), 'utf8'))]),
  )
}
