import { createRequire } from 'node:module'
import { basename } from 'node:path'

/** What a page says when no editor can be opened from it. */
export const NO_EDITOR =
  'No editor was found that opens in a window. Open the file yourself, or start the command again with LAUNCH_EDITOR set to your editor, such as LAUNCH_EDITOR=code.'

/** Editors that open in the terminal, where they and Vitest would take each other's keys. */
const IN_TERMINAL = ['vi', 'vim', 'nvim', 'nano', 'pico', 'micro', 'kak', 'ne', 'hx']

/**
 * Returns whether Vite would open a file in a window. Without an editor that is running or that a variable names, Vite
 * takes vi, because that is what npm sets EDITOR to.
 */
export function opensWindow(): boolean {
  // In a container, the editor runs elsewhere, and is not found among the processes.
  if (process.env.TERM_PROGRAM === 'vscode') process.env.LAUNCH_EDITOR ??= 'code'
  // This module has no types.
  const guess = createRequire(import.meta.url)('launch-editor/guess.js') as () => [string | null]
  const [command] = guess()
  return command !== null && !IN_TERMINAL.includes(basename(command.split(' ')[0]))
}
