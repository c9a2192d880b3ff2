import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** The largest share of the width for the start. After a longer one, the text begins on its own line. */
const LARGEST_START = 0.6

/** Returns the width of the terminal. Elsewhere, as in a file, lines may have any length. */
export const terminalColumns = (): number => process.stdout.columns || Infinity

/**
 * Wraps a text between words at the edge of the terminal, and indents further lines to its first word.
 *
 * @param start - the text before it: indentation, a number, a symbol
 * @param text - may contain colours; no-break spaces prevent wrapping
 */
export function wrapped(start: string, text: string, columns = terminalColumns()): string {
  const width = stringWidth(start)
  const inOwnLine = width > LARGEST_START * columns && width + stringWidth(text) > columns
  const margin = inOwnLine ? 6 : width
  const lines = wrapAnsi(text, columns - margin).replaceAll('\u00a0', ' ')
  const body = lines.replaceAll('\n', `\n${' '.repeat(margin)}`)
  return inOwnLine ? `${start.trimEnd()}\n${' '.repeat(margin)}${body}` : start + body
}

/** Wraps each line of a text at the edge of the terminal. The rest of a line is indented as its beginning is. */
export const wrappedLines = (text: string, columns = terminalColumns()): string =>
  text.replaceAll(/^( *)(.+)$/gm, (_, indentation: string, line: string) =>
    wrapped(indentation, line, columns),
  )

/** Prints a text, wrapped at the edge of the terminal. */
export const print = (text: string): void => console.log(wrappedLines(text))

/** Does the same on the error output. */
export const printError = (text: string): void =>
  console.error(wrappedLines(text, process.stderr.columns || Infinity))
