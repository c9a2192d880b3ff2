/** Whether the command runs in the terminal of VS Code, where `code` opens a file in the same window. */
export const insideVsCode: boolean = process.env.TERM_PROGRAM === 'vscode'

/**
 * Opens a file in VS Code if the command runs inside of it, or else in the editor that is running or that the
 * variables LAUNCH_EDITOR, VISUAL and EDITOR name. Where there is none, a sentence on the terminal says so.
 */
export async function openInEditor(path: string, line: number): Promise<void> {
  const { default: launchEditor } = await import('launch-editor')
  const explain = () =>
    console.log(
      'Open it yourself, or set the variable LAUNCH_EDITOR to the command of your editor, as in LAUNCH_EDITOR=code.',
    )
  launchEditor(`${path}:${line}`, insideVsCode ? 'code' : undefined, explain)
}
