import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { print } from '../../../text/wrap.ts'

/** Whether the command runs in the terminal of VS Code, where `code` opens a file in the same window. */
export const insideVsCode: boolean = process.env.TERM_PROGRAM === 'vscode'

/** Editors that take `+LINE`, but for which launch-editor does not use it. */
const TAKE_LINE = ['vi', 'nvim', 'nano', 'pico', 'micro', 'kak', 'ne']

/**
 * Opens a file in VS Code if the command runs inside it. Otherwise opens it in the editor that is running or that the
 * variables LAUNCH_EDITOR, VISUAL and EDITOR name. If there is none, prints advice.
 */
export async function openInEditor(path: string, line: number): Promise<void> {
  const { default: launchEditor } = await import('launch-editor')
  const explain = () =>
    print(
      'Open the file yourself, or set the environment variable LAUNCH_EDITOR to the command that starts your editor, such as LAUNCH_EDITOR=code.',
    )
  const editor = insideVsCode ? 'code' : namedEditor()
  if (editor !== undefined && TAKE_LINE.includes(basename(editor.split(' ')[0])))
    launchEditor(path, `${editor} +${line}`, explain)
  else launchEditor(`${path}:${line}`, editor, explain)
}

/**
 * Returns the editor that a variable names, if launch-editor would use it. On its own, launch-editor takes all of
 * `code --wait` for the name of a program.
 */
function namedEditor(): string | undefined {
  // This module has no types.
  const guess = createRequire(import.meta.url)('launch-editor/guess.js') as () => [string | null]
  const [command] = guess()
  const { LAUNCH_EDITOR, VISUAL, EDITOR } = process.env
  const isNamed = command !== null && [LAUNCH_EDITOR, VISUAL, EDITOR].includes(command)
  // A path may contain spaces.
  const isPath = command !== null && /[\\/]/.test(command) && existsSync(command)
  return isNamed && !isPath ? command : undefined
}
