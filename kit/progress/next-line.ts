import { styleText } from 'node:util'
import { changedSince } from './recorded-parts.ts'
import { placeOf } from '../course/locate.ts'
import type { PartProgress, TodoProgress } from './progress.ts'
import { wrapped } from '../text/wrap.ts'

/** Whether every TODO is done, as far as these parts say. */
export const everythingDone = (parts: readonly PartProgress[]): boolean =>
  parts.every(({ earned, possible }) => earned === possible)

const ALL_DONE = `All done: every TODO passes all of its checks. You have written a convolutional network from nothing:
every layer with its gradient, every update rule, every instrument. Well done!`

const TO_BE_SURE =
  'Every TODO has passed its checks. To be sure, check all of them once more: npx kit check all'

const ONCE_MORE = 'Every TODO has passed its checks. To be sure, all checks run once more.'

/**
 * What is said when everything is done. The last word comes only when one run has seen it all: something may have broken
 * on the way.
 *
 * @param confirmed - whether one run has
 * @param again - whether all checks will run once more without being asked to
 */
export const finishLine = (confirmed: boolean, again: boolean): string =>
  wrapped('  ', styleText('green', confirmed ? ALL_DONE : again ? ONCE_MORE : TO_BE_SURE))

/** Where to go on after a run. */
export function nextLine(next: TodoProgress | undefined, tree: string, root: string): string {
  if (next === undefined) return styleText('green', '  All that was run passes.')
  const { todo, state, changed } = next
  const what = {
    wrong: 'is not right yet',
    'not started': 'is not started',
    'not run': changed ? 'has changed since it was checked' : 'comes next',
    done: '',
  }[state]
  const place = styleText('cyan', placeOf(todo, root, tree))
  return wrapped('  Next  ', `${place}  TODO ${todo.id}, ${todo.title}, ${what}`)
}

/** What the commands say when everything is done, as far as the runs have found it. */
export function allDoneSentence(parts: readonly PartProgress[]): string {
  const changed = changedSince(parts)
  if (changed.length === 0) return 'All done: every TODO passes all of its checks.'
  const were = changed.length === 1 ? 'was' : 'were'
  return `Every TODO has passed its checks, but ${changed.join(', ')} ${were} changed since. Check first: npx kit check`
}
