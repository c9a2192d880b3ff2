import type { Hints } from './hints.ts'
import { layers } from './1-layers.ts'
import { networks } from './1-networks.ts'

/** The hints of Part 1, by TODO. */
export const hints: Record<string, Hints> = { ...layers, ...networks }
