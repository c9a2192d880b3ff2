import { join } from 'node:path'
import { readOrEmpty } from '../system/read-or-empty.ts'
import type { Todo } from './manifest.ts'

/** Returns whether the source of a TODO no longer contains the line that throws. */
export const isFilledIn = ({ file, id }: Todo, root: string, tree = 'assignments'): boolean =>
  isWritten(id, readOrEmpty(join(root, tree, file)))

/** Returns whether a file no longer contains the line that throws for a TODO. */
export const isWritten = (id: string, code: string): boolean => code !== '' && !throwOf(id).test(code)

/** Returns the pattern of the line that throws, unless it is a comment. */
export const throwOf = (id: string): RegExp =>
  new RegExp(`^(?! *//).*NotImplementedError\\(['"]${id.replace('.', '\\.')}['"]`, 'm')
