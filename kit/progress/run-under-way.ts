import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../system/is-running.ts'
import { readState, writeState, type StateFile } from './state-file.ts'

/** A run of the checks that has begun. */
interface BegunRun {
  beganOn: string
  /** The process of the run. */
  pid: number
}

/** The run under way. The file is removed when the run ends, so one that is left is of a run that was killed. */
const runFile: StateFile<BegunRun> = {
  path: '.kit/run.json',
  isValid: (content): content is BegunRun =>
    typeof content === 'object' &&
    content !== null &&
    typeof (content as BegunRun).beganOn === 'string' &&
    Number.isInteger((content as BegunRun).pid),
}

/** Notes that a run begins. A kit that cannot be written to keeps no such note. */
export function noteRunBegins(root: string): void {
  try {
    writeState(root, runFile, { beganOn: new Date().toISOString(), pid: process.pid })
  } catch {
    // Its results cannot be saved either, and the end of the run says so.
  }
}

/** Notes that the run of this process has ended. */
export function noteRunEnds(root: string): void {
  try {
    if (readState(root, runFile)?.pid === process.pid) rmSync(join(root, runFile.path))
  } catch {
    // As above.
  }
}

/** Returns when the last run began, if it never ended and does not go on any more. */
export function killedRun(root: string): string | undefined {
  try {
    const begun = readState(root, runFile)
    return begun === undefined || isRunning(begun.pid) ? undefined : begun.beganOn
  } catch {
    return undefined
  }
}
