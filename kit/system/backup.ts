import { lstatSync, renameSync } from 'node:fs'

/** Renames a file to the first of NAME.backup, NAME.backup.2, ... that is free, and says which. */
export function moveToBackup(path: string): string {
  let backup = `${path}.backup`
  for (let n = 2; lstatSync(backup, { throwIfNoEntry: false }); n++) backup = `${path}.backup.${n}`
  renameSync(path, backup)
  return backup
}
