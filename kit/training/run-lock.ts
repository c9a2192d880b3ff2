import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes down that a folder belongs to this process.
 *
 * @throws the system's error when that cannot be written; no lock is left then
 */
export function takeLock(path: string): void {
  try {
    writeFileSync(path, `${process.pid} ${startOf(process.pid) ?? ''}`.trim())
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

/** The process that a lock belongs to, if it is another one that is still there. */
export function holderOf(path: string): number | undefined {
  const [, number, start] = /^(\d+) ?(.*)$/s.exec(readOrEmpty(path)) ?? []
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
