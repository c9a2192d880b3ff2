import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMutants } from './read.ts'

const folder = import.meta.dirname

/** Every mistake that the checks must catch, file by file. */
export const mutants = globSync('*/*.txt', { cwd: folder })
  .toSorted()
  .flatMap((file) => readMutants(readFileSync(join(folder, file), 'utf8'), `test/proof/mutants/${file}`))
