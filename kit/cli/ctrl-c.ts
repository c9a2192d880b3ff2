/** The terminal and npm both pass a Ctrl-C on: signals that come within so many milliseconds are one of them. */
export const ONE_PRESS = 300

/**
 * Has Ctrl-C do something else than end the process.
 *
 * @param press - called each time that it is pressed, with how often it has been by then
 * @returns what makes it end the process again
 */
export function onCtrlC(press: (times: number) => void): () => void {
  let times = 0
  let last = -Infinity
  const listener = () => {
    const now = performance.now()
    if (now - last < ONE_PRESS) return
    last = now
    press(++times)
  }
  process.on('SIGINT', listener)
  return () => process.off('SIGINT', listener)
}
