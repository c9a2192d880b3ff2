import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../system/root.ts'

/**
 * Vitest keeps the token of its UI in the folder of the user, or else in the kit, and does not start if it can write to
 * neither. Then this gives it a temporary folder.
 */
export function ensureTokenFolder(): void {
  if (process.platform === 'win32' || process.platform === 'darwin') return
  const data = userData()
  if (
    (data !== undefined && isWritable(join(data, 'vitest'))) ||
    isWritable(join(root, 'node_modules/.vitest'))
  )
    return
  process.env.XDG_DATA_HOME = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-token-'))
}

function userData(): string | undefined {
  if (process.env.XDG_DATA_HOME) return process.env.XDG_DATA_HOME
  try {
    return join(homedir(), '.local/share')
  } catch {
    // The system does not know this user.
    return undefined
  }
}

/** Returns whether files can be written into a folder. It is created if possible. */
function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
