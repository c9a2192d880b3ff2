import { styleText } from 'node:util'
import { changedSince } from './recorded-parts.ts'
import { placeOf } from '../course/locate.ts'
import type { PartProgress, TodoProgress } from './progress.ts'
import { wrapped } from '../text/wrap.ts'

/** Returns whether every TODO in these parts is done. */
export const everythingDone = (parts: readonly PartProgress[]): boolean =>
  parts.every(({ todos }) => todos.every(({ state }) => state === 'done'))

const ALL_DONE = `All done: every TODO passes all of its checks. You have written a convolutional network from scratch:
every layer with its gradient, every update rule and every diagnostic. Well done!`

const TO_BE_SURE =
  'Every TODO has passed its checks. To be sure, check all of them once more: npx kit check all'

const ONCE_MORE = 'Every TODO has passed its checks. To be sure, the kit now runs all checks once more.'

/**
 * Returns the message for when everything is done. Only a single run of all checks confirms it, because a TODO that was
 * done may have broken since.
 *
 * @param confirmed - whether one run has passed all checks
 * @param again - whether all checks will be rerun automatically
 */
export const finishLine = (confirmed: boolean, again: boolean): string =>
  wrapped('  ', styleText('green', confirmed ? ALL_DONE : again ? ONCE_MORE : TO_BE_SURE))

/** Returns the line that says where to go on after a run. */
export function nextLine(next: TodoProgress | undefined, tree: string, root: string): string {
  if (next === undefined) return styleText('green', '  Everything that ran passes.')
  const { todo, state, waitsFor, changed } = next
  const what = {
    wrong: 'is not right yet',
    waits: `waits for TODO ${waitsFor}`,
    'not started': 'is not started',
    'not run': changed ? 'has changed since it was checked' : 'comes next',
    done: 'has changed since it was checked',
  }[state]
  const place = styleText('cyan', placeOf(todo, root, tree))
  return wrapped('  Next  ', `${place}  TODO ${todo.id}, ${todo.title}, ${what}`)
}

/** Returns what the commands print when everything is done according to the recorded runs. */
export function allDoneSentence(parts: readonly PartProgress[]): string {
  const changed = changedSince(parts)
  if (changed.length === 0) return 'All done: every TODO passes all of its checks.'
  const have = changed.length === 1 ? 'has' : 'have'
  return `Every TODO has passed its checks, but ${changed.join(', ')} ${have} changed since. Check again: npx kit check`
}
