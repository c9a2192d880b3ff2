import { lstatSync, renameSync } from 'node:fs'

/** Renames a file to the first free name of NAME.backup, NAME.backup.2, ..., and returns that name. */
export function moveToBackup(path: string): string {
  let backup = `${path}.backup`
  for (let n = 2; lstatSync(backup, { throwIfNoEntry: false }); n++) backup = `${path}.backup.${n}`
  renameSync(path, backup)
  return backup
}
