import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cutStubs, type SourceTree } from './cut-stubs.ts'
import { readPack, readSolutions } from './solutions.ts'

/**
 * The file that holds the untouched stubs in a folder made by `npx kit init` or `npx kit release`. They cannot be cut
 * from the solutions there, because a teacher may have kept those back.
 */
export const STUBS_FILE = 'kit/stubs.pack'

/**
 * Returns the untouched stubs, by path below `assignments/`.
 *
 * @param root - the folder of the kit
 * @throws UserError when neither the stubs nor the solutions are in the folder, or their file is damaged
 */
export const readStubs = (root: string): SourceTree =>
  existsSync(join(root, 'solutions')) || !existsSync(join(root, STUBS_FILE))
    ? cutStubs(readSolutions(root)).stubs
    : readPack(root, STUBS_FILE)
