import { partsOf } from '../../progress/recorded-parts.ts'
import { tagOf } from '../../course/manifest.ts'
import { statesOf } from '../../progress/part-lines.ts'
import { readRecord } from '../../progress/record.ts'

/** The points earned in one part, as the page of the Vitest UI shows them. */
export interface ShownPart {
  number: number
  title: string
  /** The tag by which the UI's search finds the part's checks. */
  tag: string
  /** Points. */
  earned: number
  /** Points of the TODOs that are wrong. */
  wrong: number
  possible: number
  /** The number of TODOs in each state: `5 done, 1 wrong`. */
  states: string
}

/**
 * Returns every part according to the record of progress.
 *
 * @param root - the folder of the kit
 * @throws UserError if the record is damaged
 */
export function shownParts(root: string): ShownPart[] {
  return partsOf(readRecord(root), root).map(({ part, todos, earned, possible }) => {
    const wrong = todos.filter(({ state }) => state === 'wrong')
    return {
      number: part.number,
      title: part.title,
      tag: tagOf(part),
      earned,
      wrong: wrong.reduce((points, { todo }) => points + todo.points, 0),
      possible,
      states: statesOf(todos)
        .map(([, text]) => text)
        .join(', '),
    }
  })
}
