import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'
import { readMutants } from './read.ts'

const root = join(import.meta.dirname, '../../..')

const mutantsIn = (folder: string): Mutant[] =>
  globSync(`${folder}/*/*.txt`, { cwd: root })
    .toSorted()
    .flatMap((file) => readMutants(readFileSync(join(root, file), 'utf8'), file))

/** Every mistake that the checks must catch and name. */
export const mutants = mutantsIn('test/proof/mutants')

/** Mistakes that were written by people who had not seen the checks. */
export const strangers = mutantsIn('test/proof/strangers')
