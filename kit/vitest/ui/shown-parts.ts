import { partsOf } from '../../progress/recorded-parts.ts'
import { tagOf } from '../../course/manifest.ts'
import { statesOf } from '../../progress/part-lines.ts'
import { readRecord } from '../../progress/record.ts'

/** What has been earned in one part, as the page of the Vitest UI shows it. */
export interface ShownPart {
  number: number
  title: string
  /** What the search of the UI finds its checks by. */
  tag: string
  /** Points. */
  earned: number
  /** Points of the TODOs that are not right. */
  wrong: number
  possible: number
  /** How many TODOs are in which state: `5 done, 1 wrong`. */
  states: string
}

/**
 * Every part, from the record of progress.
 *
 * @param root - the folder of the kit
 * @throws DamagedError if the record is damaged
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
        .map(([count, state]) => `${count} ${state}`)
        .join(', '),
    }
  })
}
