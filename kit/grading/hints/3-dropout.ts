import type { Hints } from './hints.ts'

/** The hints of Part 3, by TODO. */
export const hints: Record<string, Hints> = {}
