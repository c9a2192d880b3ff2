import { readState, writeState, type StateFile } from './state-file.ts'

/** The TODOs that the learner has postponed, by number. */
export const skippedFile: StateFile<string[]> = {
  path: '.kit/skipped.json',
  isValid: (content): content is string[] =>
    Array.isArray(content) && content.every((id) => typeof id === 'string'),
}

/** Reads the numbers of the postponed TODOs. @throws UserError if the file is damaged */
export const readSkipped = (root: string): string[] => readState(root, skippedFile) ?? []

/** Saves whether these TODOs are postponed. */
export function setSkipped(root: string, ids: readonly string[], isSkipped: boolean): void {
  const others = readSkipped(root).filter((each) => !ids.includes(each))
  writeState(root, skippedFile, isSkipped ? [...others, ...ids] : others)
}
