import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { isRemembered, remember } from './tried-libraries.ts'

/** In milliseconds: longer than any library takes, also on a machine that is busy with other work. */
const PATIENCE = 60_000

/** Where threads that are started later find how the trials ended, by library. */
const KNOWN = 'cnn-from-scratch: trials of BLAS libraries'

/**
 * Tries a BLAS library in a process of its own. One that is cut off, or that takes other arguments, can end the process
 * that loads or calls it, and no `catch` helps against that. A process takes some time to start: what did no harm is
 * remembered, and not tried again until a file of it changes.
 *
 * @returns what ended that process, such as `SIGBUS`; nothing if it lived on, whether or not the library is of use
 */
export function fatalTrial(library: string): string | undefined {
  const known = (getEnvironmentData(KNOWN) ?? new Map()) as ReadonlyMap<string, string | undefined>
  if (known.has(library)) return known.get(library)
  const ending = isRemembered(library) ? undefined : trial(library)
  setEnvironmentData(KNOWN, new Map([...known, [library, ending]]))
  return ending
}

function trial(library: string): string | undefined {
  const { status, signal, stdout } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('try-library.ts', import.meta.url)), library],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
      // Those of this process may be meant for a debugger, and have it wait.
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  )
  if (status === 0) remember(library, JSON.parse(stdout) as string[])
  // Windows has no signals, but exit codes such as 0xC0000005. No status at all: the process could not be started.
  return signal ?? (status ? `exit code ${status}` : undefined)
}
