import { readState, writeState, type StateFile } from '../../../progress/state-file.ts'
import { root } from '../../../system/root.ts'

/** The hints that a learner has seen, by TODO, in that order: `level 0` to `level 2`, `after 0` and so on. */
export type ShownHints = Record<string, string[]>

/** The file that keeps them. */
export const hintsFile: StateFile<ShownHints> = {
  path: '.kit/hints.json',
  isValid: (content): content is ShownHints =>
    typeof content === 'object' &&
    content !== null &&
    Object.values(content).every(
      (keys) => Array.isArray(keys) && keys.every((key) => typeof key === 'string'),
    ),
}

/** Reads the hints that were shown. @throws UserError if the file is damaged */
export const readShown = (): ShownHints => readState(root, hintsFile) ?? {}

/** Saves the hints that were shown. */
export const writeShown = (shown: ShownHints): void => writeState(root, hintsFile, shown)
