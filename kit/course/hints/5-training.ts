import { diagnostics } from './5-diagnostics.ts'
import { preprocessing } from './5-preprocessing.ts'
import { sanityChecks } from './5-sanity-checks.ts'
import type { Hints } from './hints.ts'

/** The hints of Part 5, by TODO. */
export const hints: Record<string, Hints> = { ...preprocessing, ...diagnostics, ...sanityChecks }
