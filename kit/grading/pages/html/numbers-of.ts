import { escape } from './markup.ts'

/**
 * Formats what a check tells besides its sentence. What a star marks as wrong in a table of numbers, or on a map, has a
 * coloured ground.
 */
export const numbersOf = (details: string): string =>
  withoutIndentation(details)
    .split(/([^\s*]*\*(?! wrong\)))/)
    .map((piece, i) => (i % 2 === 1 ? `<mark>${escape(piece)}</mark>` : escape(piece)))
    .join('')

function withoutIndentation(text: string): string {
  const lines = text.split('\n')
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const common = Math.min(...indents)
  return lines.map((line) => line.slice(common)).join('\n')
}
