import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The shortest and the longest time to wait for the other side, in milliseconds. Looking costs time of its own. */
const [SHORTEST, LONGEST] = [0.01, 8]

/** The folder with the names of pipes that are being opened. */
let opening: string | undefined

const asleep = new Int32Array(new SharedArrayBuffer(4))

/**
 * A pipe in each direction between the grader and the process of the work. The thread that calls the work reads and
 * writes them itself: waking another thread for each message would take longer than most calls.
 */
export class NamedPipes {
  /** What the process reads from and writes to. After it has started, these ends must be closed here. */
  readonly theirs: readonly [input: number, output: number]
  readonly #read: number
  readonly #write: number

  private constructor(folder: string) {
    const [there, back] = namesIn(folder)
    const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants
    // A pipe can be opened at one end only if the other end is open.
    const both = [openSync(there, 'r+'), openSync(back, 'r+')]
    this.theirs = [openSync(there, 'r'), openSync(back, 'w')]
    this.#write = openSync(there, O_WRONLY | O_NONBLOCK)
    this.#read = openSync(back, O_RDONLY | O_NONBLOCK)
    both.forEach((end) => closeSync(end))
  }

  /** Creates both pipes; undefined where the system has none, as on Windows. */
  static open(): NamedPipes | undefined {
    NamedPipes.removeNames()
    try {
      opening = mkdtempSync(join(tmpdir(), 'cnn-pipes-'))
      const { status } = spawnSync('mkfifo', ['-m', '600', ...namesIn(opening)], { stdio: 'ignore' })
      return status === 0 ? new NamedPipes(opening) : undefined
    } catch {
      return undefined
    } finally {
      NamedPipes.removeNames()
    }
  }

  /** Removes the names of pipes. Open pipes need none, but a check that was stopped meanwhile leaves them behind. */
  static removeNames(): void {
    if (opening !== undefined) rmSync(opening, { recursive: true, force: true })
    opening = undefined
  }

  /**
   * Writes a whole message.
   *
   * @param waiting - called after each wait, of so many milliseconds, while the other side does not read
   * @returns whether there was somebody to read it
   */
  send(bytes: Uint8Array, waiting: (milliseconds: number) => void): boolean {
    return this.#complete(bytes.length, waiting, (at) => writeSync(this.#write, bytes, at))
  }

  /**
   * Fills an array with what comes next.
   *
   * @param waiting - called after each wait, of so many milliseconds, while nothing comes
   * @returns whether there was enough to fill it
   */
  receive(bytes: Uint8Array, waiting: (milliseconds: number) => void): boolean {
    return this.#complete(bytes.length, waiting, (at) =>
      readSync(this.#read, bytes, at, bytes.length - at, null),
    )
  }

  /** Repeats a step until all is done. Returns false if the other side is gone. */
  #complete(length: number, waiting: (milliseconds: number) => void, step: (at: number) => number): boolean {
    let delay = SHORTEST
    for (let at = 0; at < length;) {
      let count: number | undefined
      const { stackTraceLimit } = Error
      try {
        // Most steps come too early. Nobody reads the stack of an error that only says so.
        Error.stackTraceLimit = 0
        count = step(at)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false
      } finally {
        Error.stackTraceLimit = stackTraceLimit
      }
      if (count === 0) return false
      if (count !== undefined) {
        at += count
        delay = SHORTEST
        continue
      }
      Atomics.wait(asleep, 0, 0, delay)
      waiting(delay)
      delay = Math.min(1.5 * delay, LONGEST)
    }
    return true
  }

  close(): void {
    closeSync(this.#read)
    closeSync(this.#write)
  }
}

const namesIn = (folder: string): [there: string, back: string] => [
  join(folder, 'there'),
  join(folder, 'back'),
]
