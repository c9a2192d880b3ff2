import { spawnSync } from 'node:child_process'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

/** In milliseconds: longer than any library takes, also on a machine that is busy with other work. */
const PATIENCE = 60_000

/** Where threads that are started later find how the trials ended, by library. */
const KNOWN = 'cnn-from-scratch: trials of BLAS libraries'

/**
 * Tries a BLAS library in a process of its own. One that is cut off, or that takes other arguments, can end the process
 * that loads or calls it, and no `catch` helps against that.
 *
 * @returns what ended that process, such as `SIGBUS`; nothing if it lived on, whether or not the library is of use
 */
export function fatalTrial(library: string): string | undefined {
  const known = (getEnvironmentData(KNOWN) ?? {}) as Record<string, string | undefined>
  if (library in known) return known[library]
  const ending = trial(library)
  setEnvironmentData(KNOWN, { ...known, [library]: ending })
  return ending
}

function trial(library: string): string | undefined {
  const program = `
    import { loadBlasEngine } from ${JSON.stringify(new URL('blas.ts', import.meta.url))}
    try { loadBlasEngine(process.argv[1]) } catch {}`
  const { status, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program, '--', library],
    { stdio: 'ignore', timeout: PATIENCE, killSignal: 'SIGKILL' },
  )
  // Windows has no signals, but exit codes such as 0xC0000005. No status at all: the process could not be started.
  return signal ?? (status ? `exit code ${status}` : undefined)
}
