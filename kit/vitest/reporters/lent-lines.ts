import { manifest } from '../../course/manifest.ts'
import type { TodoProgress } from '../../progress/progress.ts'
import { wrapped } from '../../text/wrap.ts'

/**
 * Returns a sentence for each TODO that was checked with solutions of the kit.
 *
 * @param ran - the TODOs of the run
 * @param lent - the numbers of the lent TODOs, by number of the TODO that was checked
 */
export function lentLines(
  ran: readonly TodoProgress[],
  lent: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return ran.flatMap(({ todo: { id, title }, state, waitsFor }) => {
    const ids = lent.get(id)
    // If the TODO itself is not started either, there is nothing to report.
    if (ids === undefined || (state === 'not started' && waitsFor === undefined)) return []
    const are = ids.size === 1 ? 'is' : 'are'
    const kits = `with the kit's ${inWords(ids)}, because yours ${are} not started`
    const said =
      state === 'not started'
        ? `passes its checks ${kits}. It counts as soon as yours ${are} written.`
        : `was checked ${kits}.`
    return wrapped('  ', `TODO ${id}, ${title}, ${said}`)
  })
}

/** Joins TODO numbers in the order of the manifest: `1.1, 1.2 and 1.10`. */
const inWords = (ids: ReadonlySet<string>): string =>
  new Intl.ListFormat('en-GB').format(
    manifest.flatMap(({ todos }) => todos.map(({ id }) => id)).filter((id) => ids.has(id)),
  )
