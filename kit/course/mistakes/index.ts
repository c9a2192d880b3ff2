import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPack } from '../solutions.ts'
import type { Mistake } from './mistake.ts'
import { readMistakes } from './read.ts'

/** The folder of the texts that describe known mistakes, relative to the root of the kit. */
export const MISTAKES_FOLDER = 'kit/course/mistakes'

/**
 * Returns the texts that describe known mistakes, by path. They show what the solutions look like, so a learner's folder
 * has them only beside the packed solutions, and there are none in a folder without solutions.
 */
export function mistakeTexts(root: string): ReadonlyMap<string, string> {
  const paths = globSync(`${MISTAKES_FOLDER}/*/*.txt`, { cwd: root }).toSorted()
  return paths.length > 0
    ? new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]))
    : new Map([...readPack(root)].filter(([path]) => path.startsWith(MISTAKES_FOLDER)))
}

/** Returns every mistake that the kit knows: the checks must catch it, and a failure must name it. */
export const knownMistakes = (root: string): Mistake[] =>
  [...mistakeTexts(root)].flatMap(([path, text]) => readMistakes(text, path))
