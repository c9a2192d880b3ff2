import type { Hints } from './hints.ts'

/** The hints of Part 4, by TODO. */
export const hints: Record<string, Hints> = {}
