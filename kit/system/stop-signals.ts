/** The terminal and npm both pass a Ctrl-C on: signals that come within so many milliseconds are one of them. */
export const ONE_PRESS = 300

/** What asks a process to end, and the exit code of one that does, as the shell has it. */
const EXIT_CODES = {
  /** Ctrl-C. */
  SIGINT: 130,
  /** Somebody or something else wants its end: `kill`, a shutdown, a queue of jobs. */
  SIGTERM: 143,
  /** The terminal was closed, or the connection to it is lost. */
  SIGHUP: 129,
  /** Whoever read the output has gone, such as `head`. It comes as an error of the stream, not as a signal. */
  SIGPIPE: 141,
} as const

type Reason = keyof typeof EXIT_CODES

/** A request to end. */
export interface Stop {
  /** The exit code that is expected then. */
  exitCode: number
  /** Whether it is a Ctrl-C: somebody is there, has time and can read. */
  byHand: boolean
  /** Whether it is another Ctrl-C after a first request: somebody has no time. */
  again: boolean
}

/** Those who want to hear of such requests. */
const listeners = new Set<(reason: Reason) => void>()

/**
 * Ends the process when its output cannot be written any more, unless {@link onStop} has something else in mind. Call it
 * once, first of all: otherwise that is an error like any other, and ends the process with a stack.
 */
export function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {
      for (const listener of listeners) listener('SIGPIPE')
      if (listeners.size === 0) process.exit(process.exitCode ?? EXIT_CODES.SIGPIPE)
    })
  }
}

/**
 * Has all that asks the process to end do something else: Ctrl-C, SIGTERM, SIGHUP, and output that nobody reads any more.
 *
 * @param stop - called for each request, but for those that are a part of one
 * @returns what makes them end the process again
 */
export function onStop(stop: (request: Stop) => void): () => void {
  let latest: Reason | undefined
  let time = -Infinity
  const listener = (reason: Reason) => {
    // Of a terminal that is closed there are several signs, and the output is the last of them.
    if (latest !== undefined && reason === 'SIGPIPE') return
    const now = performance.now()
    if (reason === latest && now - time < ONE_PRESS) return
    const again = latest !== undefined && reason === 'SIGINT'
    latest = reason
    time = now
    stop({ exitCode: EXIT_CODES[reason], byHand: reason === 'SIGINT', again })
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  listeners.add(listener)
  for (const signal of signals) process.on(signal, listener)
  return () => {
    listeners.delete(listener)
    for (const signal of signals) process.off(signal, listener)
  }
}
