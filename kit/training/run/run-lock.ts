import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes down that a folder belongs to this process. Of several processes that try at the same instant, one succeeds.
 *
 * @returns the process that it belongs to already, if that is another one that is still there; nothing on success
 * @throws the system's error when it cannot be written down; no lock is left then
 */
export function takeLock(path: string): number | undefined {
  while (!create(path)) {
    const found = readOrEmpty(path)
    const holder = holderIn(found)
    if (holder !== undefined) return holder
    // It is left behind by a process that is gone. To replace it takes a lock as well: otherwise, who has seen it a
    // moment ago might replace that of somebody who was faster.
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

/** The process that a lock belongs to, if it is another one that is still there. */
export const holderOf = (path: string): number | undefined => holderIn(readOrEmpty(path))

/** @returns whether there was no lock, and there is one of this process now */
function create(path: string): boolean {
  const text = `${process.pid} ${startOf(process.pid) ?? ''}`.trim()
  const own = `${path}.${process.pid}`
  try {
    // A link to a file that is written already: nobody may see a lock that is empty still.
    writeFileSync(own, text)
    try {
      linkSync(own, path)
    } catch (error) {
      if (isThere(error)) throw error
      // There are disks without links, such as memory cards.
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
  // Numbers are given anew: a process that started at another time only has the number of the one that is gone.
  if (!(pid > 0) || pid === process.pid || !isAlive(pid)) return undefined
  return start && start !== (startOf(pid) ?? start) ? undefined : pid
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process started, in the words of the system; nothing where it does not tell. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // Field 22, and the 20th behind the name, which may hold spaces itself: clock ticks since the machine started.
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
