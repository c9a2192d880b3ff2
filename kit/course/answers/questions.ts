import { join } from 'node:path'
import { withoutCarriageReturns } from '../cut-stubs.ts'
import { readOrEmpty } from '../../system/read-or-empty.ts'
import type { Part } from '../manifest.ts'

/** A question of a handout: one of its boxes "Think about it". */
export interface Question {
  /** "part.number", as in the handout. It has nothing to do with the numbers of the TODOs. */
  id: string
  /** The lines of the question in Markdown, without the `>` before each. */
  lines: readonly string[]
}

/** Returns the questions in the handout of a part, in their order; none if the handout is missing. */
export const questionsOf = ({ folder }: Part, root: string): Question[] =>
  questionsIn(readOrEmpty(join(root, 'assignments', folder, 'README.md')))

/** Returns the questions in the Markdown of a handout: quotations that begin with "Think about it: question 1.1". */
export const questionsIn = (handout: string): Question[] =>
  Array.from(
    withoutCarriageReturns(handout).matchAll(
      /^> \*\*Think about it: question (\d+\.\d+)\*\*\n((?:>.*(?:\n|$))+)/gm,
    ),
    ([, id, quoted]) => ({ id, lines: quoted.trim().replaceAll(/^> ?/gm, '').trim().split('\n') }),
  )
