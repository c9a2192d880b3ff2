import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { isRemembered, remember } from './probed-libraries.ts'

/** The timeout in milliseconds: longer than any library takes, even on a busy machine. */
const PATIENCE = 60_000

/** The key under which later threads find the results of the probes, by library. */
const KNOWN = 'cnn-from-scratch: probes of BLAS libraries'

/**
 * Probes a BLAS library in a separate process. A truncated library, or one with other arguments, can crash the process
 * that loads or calls it, and no `catch` helps against that. Starting a process takes some time, so libraries that did
 * not crash are remembered and not probed again until one of their files changes.
 *
 * @returns what ended that process, such as `SIGBUS`; undefined if it survived, whether or not the library is usable
 */
export function crashOfProbe(library: string): string | undefined {
  const known = (getEnvironmentData(KNOWN) ?? new Map()) as ReadonlyMap<string, string | undefined>
  if (known.has(library)) return known.get(library)
  const ending = isRemembered(library) ? undefined : probe(library)
  setEnvironmentData(KNOWN, new Map([...known, [library, ending]]))
  return ending
}

function probe(library: string): string | undefined {
  const { status, signal, stdout } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('probe-library.ts', import.meta.url)), library],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
      // This process's options may be meant for a debugger, and would make the other process wait.
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  )
  if (status === 0) remember(library, JSON.parse(stdout) as string[])
  // Windows has exit codes such as 0xC0000005, not signals. With neither, the process could not be started.
  return signal ?? (status ? `exit code ${status}` : undefined)
}
