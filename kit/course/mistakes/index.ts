import { textsIn } from '../solutions.ts'
import type { Mistake } from './mistake.ts'
import { readMistakes } from './read.ts'

/** The folder of the texts that describe known mistakes, relative to the root of the kit. */
export const MISTAKES_FOLDER = 'kit/course/mistakes'

/**
 * Returns every mistake that the kit knows: the checks must catch it, and a failure must name it. In a folder without
 * solutions there are none.
 */
export const knownMistakes = (root: string): Mistake[] =>
  [...textsIn(MISTAKES_FOLDER, root)].flatMap(([path, text]) => readMistakes(text, path))
