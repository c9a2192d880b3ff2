import { Help } from 'commander'

/** The share of the terminal that a start may take; beside a longer one, a text begins in a line of its own. */
const LARGEST_START = 0.6

/** How wide the terminal is. Elsewhere, as in a file, a line may have any length. */
export const terminalColumns = (): number => process.stdout.columns || Infinity

/**
 * A text that breaks between words at the edge of the terminal, and goes on below its first word.
 *
 * @param start - what stands before the text: indentation, a number, a sign
 * @param text - may have colours; what a no-break space joins stays in one line
 */
export function wrapped(start: string, text: string, columns = terminalColumns()): string {
  const help = Object.assign(new Help(), { minWidthToWrap: 0 })
  const width = help.displayWidth(start)
  const inOwnLine = width > LARGEST_START * columns && width + help.displayWidth(text) > columns
  const margin = inOwnLine ? 6 : width
  const lines = help.boxWrap(text.replaceAll('\u00a0', '\0'), columns - margin).replaceAll('\0', ' ')
  const body = lines.replaceAll('\n', `\n${' '.repeat(margin)}`)
  return inOwnLine ? `${start.trimEnd()}\n${' '.repeat(margin)}${body}` : start + body
}
