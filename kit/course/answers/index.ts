import { textsIn } from '../solutions.ts'
import { readAnswers, type Answer } from './read.ts'

/** The folder of the answers to the questions of the handouts, with a text for each part, relative to the root. */
export const ANSWERS_FOLDER = 'kit/course/answers'

/**
 * Returns the answers by the numbers of their questions. In a learner's folder they are packed beside the solutions, so
 * that nobody reads one by accident. In a folder without solutions there are none.
 *
 * @throws UserError when the pack is damaged
 */
export const answersIn = (root: string): ReadonlyMap<string, Answer> =>
  new Map([...textsIn(ANSWERS_FOLDER, root)].flatMap(([path, text]) => [...readAnswers(text, path)]))
