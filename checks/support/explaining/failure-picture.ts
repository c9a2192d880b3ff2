/** The sizes of the picture in pixels. A character of a monospaced font is 0.6 times as wide as it is high. */
const FONT = 13
const CHARACTER = 0.6 * FONT
const LINE = 19
const MARGIN = 14
/** The number of characters that fit into a line. */
const COLUMNS = 84

/**
 * Draws the message of a failure as an SVG picture for the Vitest UI, which can show only a sentence of plain text in
 * an annotation. The first sentence is bold. What a star marks as wrong, and each star on a map, has a red background.
 *
 * @param message - the message without colours
 */
export function failurePicture(message: string): string {
  const [first, ...rest] = message.split('\n')
  const lines = [
    ...wrap(first).map((text) => ({ text, bold: true })),
    ...rest.flatMap(wrap).map((text) => ({ text })),
  ]
  const [width, height] = [COLUMNS * CHARACTER + 2 * MARGIN, lines.length * LINE + 2 * MARGIN]
  const drawn = lines.map((line, i) => drawLine(line, MARGIN + (i + 1) * LINE - 5))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="100%" height="100%" rx="6" fill="#ffffff"/>` +
    `<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="${FONT}" fill="#24292f">` +
    `${drawn.join('')}</g></svg>`
  )
}

function drawLine({ text, bold }: { text: string; bold?: boolean }, y: number): string {
  const grounds = Array.from(text.matchAll(/[^\s*]*\*(?! wrong\))/g), ({ 0: marked, index }) => {
    const x = MARGIN + index * CHARACTER - 2
    return `<rect x="${x}" y="${y - LINE + 6}" width="${marked.length * CHARACTER + 4}" height="${LINE - 2}" rx="3" fill="#ffc9c4"/>`
  })
  const weight = bold ? ' font-weight="bold"' : ''
  // The explicit length keeps the columns aligned in another monospaced font.
  const length = text === '' ? '' : ` textLength="${text.length * CHARACTER}"`
  return `${grounds.join('')}<text x="${MARGIN}" y="${y}"${weight}${length}>${escaped(text)}</text>`
}

/** Breaks a line between words into lines that are short enough, and indents all but the first. */
function wrap(line: string): string[] {
  if (line.length <= COLUMNS) return [line]
  const end = line.lastIndexOf(' ', COLUMNS)
  const indent = /^ */.exec(line)![0]
  const cut = end > indent.length ? end : COLUMNS
  return [line.slice(0, cut), ...wrap(`${indent}  ${line.slice(cut).trimStart()}`)]
}

/** Escapes text for SVG, which would otherwise collapse consecutive spaces. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00A0')
