/** What a progress bar tells. */
export interface Progress {
  /** What is under way: `epoch 3/20`. */
  name: string
  /** How far it is: `120/490`. */
  count: string
  /** Other texts, in the order in which they stand there, and how long they are worth their room: the least goes first. */
  details: readonly (readonly [text: string, worth: number])[]
}

/** How wide a bar is, in columns. */
const [NARROWEST, WIDEST] = [6, 20]

/**
 * The line of a progress bar, in no more columns than the terminal has: in a narrow one the bar is shorter and some
 * details are left out.
 *
 * @param barOf - draws a bar that is so wide
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
