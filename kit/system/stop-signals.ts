/** The terminal and npm both pass on a Ctrl-C, so signals within this many milliseconds count as one. */
export const ONE_PRESS = 300

/** The reasons for a process to end, with the exit codes that a shell would report. */
const EXIT_CODES = {
  /** Ctrl-C. */
  SIGINT: 130,
  /** Another program asks the process to end: `kill`, a shutdown, a job queue. */
  SIGTERM: 143,
  /** The terminal was closed, or the connection to it was lost. */
  SIGHUP: 129,
  /** The reader of the output has gone, such as `head`. It arrives as a stream error, not as a signal. */
  SIGPIPE: 141,
} as const

type Reason = keyof typeof EXIT_CODES

/** A request to end the process. */
export interface Stop {
  /** The exit code to use. */
  exitCode: number
  /** Whether it is a Ctrl-C, so that somebody is there who can wait and read. */
  byHand: boolean
  /** Whether it is another Ctrl-C after a first request, so that the user does not want to wait. */
  again: boolean
}

/** The functions to call at such a request. */
const listeners = new Set<(reason: Reason) => void>()

/**
 * Ends the process when its output can no longer be written, unless {@link onStop} handles that. Call it once, before
 * anything else: otherwise the stream error ends the process with a stack trace.
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
 * Handles all requests to end the process instead of ending it: Ctrl-C, SIGTERM, SIGHUP, and output that nobody reads
 * any more.
 *
 * @param stop - called once for each request
 * @returns a function that removes the handler
 */
export function onStop(stop: (request: Stop) => void): () => void {
  let latest: Reason | undefined
  let time = -Infinity
  const listener = (reason: Reason) => {
    // Closing a terminal causes several of these, and the output error comes last.
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
