import type { Mutant } from './mutant.ts'
import { mutants as part1 } from './part-1.ts'

/** Every mistake that the checks must catch. */
export const mutants: readonly Mutant[] = [...part1]
