import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isRunning } from '../../system/is-running.ts'
import { readOrEmpty } from '../../system/read-or-empty.ts'

/**
 * Locks a folder for this process. Of several processes that try at the same instant, one succeeds.
 *
 * @returns the process that holds the lock, if it is another one that is still running; undefined on success
 * @throws the system's error when the lock cannot be written; no lock is left then
 */
export function takeLock(path: string): number | undefined {
  while (!create(path)) {
    const found = readOrEmpty(path)
    const holder = holderIn(found)
    if (holder !== undefined) return holder
    // The lock belongs to a process that has ended. Replacing it needs a lock as well: otherwise a process that read
    // the old lock a moment ago might replace the new lock of a faster one.
    const claim = `${path}.next`
    const other = takeLock(claim)
    if (other !== undefined) return other
    try {
      if (readOrEmpty(path) === found) {
        renameSync(claim, path)
        return undefined
      }
    } finally {
      rmSync(claim, { force: true })
    }
  }
  return undefined
}

/** Returns the process that holds a lock, if it is another one that is still running. */
export const holderOf = (path: string): number | undefined => holderIn(readOrEmpty(path))

/** Creates the lock. @returns false if it already exists */
function create(path: string): boolean {
  const text = `${process.pid} ${startOf(process.pid) ?? ''}`.trim()
  const own = `${path}.${process.pid}`
  try {
    // Links a finished file, so that nobody sees an empty lock.
    writeFileSync(own, text)
    try {
      linkSync(own, path)
    } catch (error) {
      if (isThere(error)) throw error
      // Some disks do not support links, such as memory cards.
      writeFileSync(path, text, { flag: 'wx' })
    }
    return true
  } catch (error) {
    if (isThere(error)) return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST'

function holderIn(lock: string): number | undefined {
  const [, number, start] = /^(\d+) ?(.*)$/s.exec(lock) ?? []
  const pid = Number(number)
  // Process IDs are reused: a process with another start time only has the ID of the one that has ended.
  if (!(pid > 0) || pid === process.pid || !isRunning(pid)) return undefined
  return start && start !== (startOf(pid) ?? start) ? undefined : pid
}

/** Returns the start time of a process as the system reports it, or undefined if it does not. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // Field 22, the 20th after the name, which may contain spaces: clock ticks since the machine started.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    }
    if (process.platform === 'win32') return undefined
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}
