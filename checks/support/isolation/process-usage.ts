/** What a process has used. */
export interface Usage {
  /** The time for which it computed, in seconds. */
  seconds: number
  /** The memory that it takes now, in bytes. */
  bytes: number
  /** The time for which it computed, or would have if the machine had not been busy with something else, in seconds. */
  readySeconds: number
}

/** What {@link processUsage} returns. */
export interface ProcessUsage {
  /** Returns a process and those that it started; none where the system does not say. */
  familyOf: (pid: number) => number[]
  /** Returns what these processes use together; undefined where the system does not say. */
  usageOf: (pids: readonly number[]) => Usage | undefined
}

/** Returns what reads the usage of processes. It is self-contained, as `pump` is. */
export function processUsage(): ProcessUsage {
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
  /** The size of a page of memory and the ticks of a second, as nearly every system with /proc has them. */
  const [pageSize, ticks] = [4096, 100]
  /** Where the numbers are after the name of the process: see proc_pid_stat(5). */
  const [parent, user, system, pages] = [1, 11, 12, 21]

  /** Returns what the system says about a process. The first word is its state, and the others are numbers. */
  const wordsOf = (pid: number | string): string[] =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')

  const familyOf = (pid: number): number[] => {
    try {
      const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      const children = others.filter((other) => {
        try {
          return Number(wordsOf(other)[parent]) === pid
        } catch {
          return false
        }
      })
      return [pid, ...children.flatMap((child) => familyOf(Number(child)))]
    } catch {
      return []
    }
  }

  /**
   * Returns for how long the first thread of a process has computed or waited for a processor, in seconds; 0 where the
   * system does not say.
   */
  const readySecondsOf = (pid: number): number => {
    try {
      const [computed, delayed] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number)
      return (computed + delayed) / 1e9
    } catch {
      return 0
    }
  }

  const usageOf = (pids: readonly number[]): Usage | undefined => {
    try {
      const all = pids.map(wordsOf)
      const sum = (field: number): number => all.reduce((total, words) => total + Number(words[field]), 0)
      const seconds = (sum(user) + sum(system)) / ticks
      const readySeconds = Math.max(seconds, ...pids.map(readySecondsOf))
      return pids.length === 0 ? undefined : { seconds, bytes: sum(pages) * pageSize, readySeconds }
    } catch {
      return undefined
    }
  }
  return { familyOf, usageOf }
}
