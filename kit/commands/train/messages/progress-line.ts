/** The content of a progress bar. */
export interface Progress {
  /** The current activity: `epoch 3/20`. */
  name: string
  /** The progress: `120/490`. */
  count: string
  /** Other texts in display order, with their priorities. The lowest priority is left out first. */
  details: readonly (readonly [text: string, worth: number])[]
}

/** The minimum and maximum width of a bar, in columns. */
const [NARROWEST, WIDEST] = [6, 20]

/**
 * Returns the line of a progress bar, fitted to the terminal's width. A narrow terminal gets a shorter bar and fewer
 * details.
 *
 * @param barOf - draws a bar of the given width
 */
export function progressLine(
  { name, count, details }: Progress,
  columns: number,
  barOf: (width: number) => string,
): string {
  let shown = details
  const room = () => columns - [name, '', count, ...shown.map(([text]) => `  ${text}`)].join(' ').length
  while (shown.length > 0 && room() < NARROWEST) {
    const least = Math.min(...shown.map(([, worth]) => worth))
    shown = shown.filter(([, worth]) => worth !== least)
  }
  const bar = barOf(Math.max(0, Math.min(WIDEST, room())))
  return [name, bar, count, ...shown.map(([text]) => `  ${text}`)].join(' ').slice(0, columns)
}
