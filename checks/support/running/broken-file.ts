import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { inject } from 'vitest'
import { cause, findCause, type Cause } from '#kit/course/causes/index.ts'
import { manifest, type Todo } from '#kit/course/manifest.ts'
import { CheckFailure } from '../explaining/failure.ts'
import { placeOfLoading, summarize } from './thrown-error.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Returns the failure of a file that cannot be loaded: it does not parse, throws, or imports what it may not. */
export function brokenFile(path: string, error: unknown): CheckFailure {
  // The parser colours its messages wherever they go.
  const reason = stripVTControlCharacters(summarize(error))
  for (const id of [
    'file/not-allowed',
    'file/only-types',
    'file/computed-import',
    'file/own-package',
  ] as const) {
    const refused = findCause(id, reason)
    if (refused !== undefined) return new CheckFailure('Broken file', refused)
  }
  const missing = missingFile(reason)
  if (missing !== undefined) return new CheckFailure('Broken file', missing)
  // One mistake may confuse the parser more than once.
  const [, parseError] = /\[PARSE_ERROR\] ([^]*?)\s*(?:\[PARSE_ERROR\]|$)/.exec(reason) ?? []
  if (parseError === undefined) return throwingFile(path, error, reason)
  const [, parsed = path, line] = /╭─\[ (.*?):(\d+):\d+ \]/.exec(parseError) ?? []
  const file = parsed.replaceAll('\\', '/')
  const imported = importedFile(path, file)
  if (imported !== undefined) return imported
  const place = line === undefined ? path : `${file}:${line}`
  return new CheckFailure('Broken file', cause('file/does-not-parse', { path: place, reason: parseError }))
}

/** Returns the failure of a file that throws while it is loaded, or that imports one which does. */
function throwingFile(path: string, error: unknown, reason: string): CheckFailure {
  const place = placeOfLoading(error, join(root, inject('tree')))
  if (place === undefined)
    return new CheckFailure('Broken file', cause('file/does-not-load', { path, reason }))
  const { stopped, threw } = place
  const imported = importedFile(path, stopped.path)
  if (imported !== undefined) return imported
  const deeper = threw === stopped ? '' : `\n    at ${threw.path}:${threw.line}`
  // The place says which file has the import.
  const thrown = reason.replace(/ imported from .*/, '') + deeper
  return new CheckFailure(
    'Broken file',
    cause('file/does-not-load', { path: `${stopped.path}:${stopped.line}`, reason: thrown }),
  )
}

/**
 * Returns the failure of a file that imports one of other TODOs which cannot be loaded. If it is its own fault, undefined.
 *
 * @param parsed - the file that cannot be loaded
 */
function importedFile(path: string, parsed: string): CheckFailure | undefined {
  const todos = manifest.flatMap((part) => part.todos)
  const other = todos.find(({ file }) => parsed.endsWith(`${inject('tree')}/${file}`))
  if (other === undefined || path.endsWith(`/${other.file}`)) return undefined
  return waitsForFile(path, other)
}

/** Returns the failure of a file that cannot be loaded because of the file of another TODO that it imports. */
export const waitsForFile = (path: string, { id, file }: Todo): CheckFailure =>
  new CheckFailure('Broken file', cause('fault/does-not-load', { path, file: `${inject('tree')}/${file}` }), {
    fault: id,
  })

/** Returns the cause if a file of the tree is missing, and undefined if something else cannot be loaded. */
function missingFile(reason: string): Cause | undefined {
  const [, file] = /Cannot find module '#work\/([^']+)'/.exec(reason) ?? []
  if (!manifest.some(({ todos }) => todos.some((todo) => todo.file === file))) return undefined
  return cause('file/missing', { path: `${inject('tree')}/${file}`, file })
}
