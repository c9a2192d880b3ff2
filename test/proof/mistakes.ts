import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { knownMistakes } from '#kit/course/mistakes/index.ts'
import { readMistakes } from '#kit/course/mistakes/read.ts'
import { root } from '#kit/system/root.ts'

/** Every mistake that the checks must catch and name. */
export const mutants = knownMistakes(root)

/** Mistakes that were written by people who had not seen the checks. */
export const strangers = globSync('test/proof/strangers/*/*.txt', { cwd: root })
  .toSorted()
  .flatMap((file) => readMistakes(readFileSync(join(root, file), 'utf8'), file))
