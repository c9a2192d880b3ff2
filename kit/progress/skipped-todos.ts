import { readKept, writeKept, type KeptFile } from './state-file.ts'

/** The TODOs that the learner has postponed, by number. */
export const skippedFile: KeptFile<string[]> = {
  path: '.kit/skipped.json',
  isSound: (content): content is string[] =>
    Array.isArray(content) && content.every((id) => typeof id === 'string'),
}

/** Reads the numbers of the postponed TODOs. @throws UserError if the file is damaged */
export const readSkipped = (root: string): string[] => readKept(root, skippedFile) ?? []

/** Saves whether these TODOs are postponed. */
export function setSkipped(root: string, ids: readonly string[], isSkipped: boolean): void {
  const others = readSkipped(root).filter((each) => !ids.includes(each))
  writeKept(root, skippedFile, isSkipped ? [...others, ...ids] : others)
}
