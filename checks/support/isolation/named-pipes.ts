import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder with the names of pipes that are being opened. */
let opening: string | undefined

/**
 * A pipe in each direction between the grader and the process of the work. The thread that calls the work reads and
 * writes them itself, and the system wakes it: waking another thread for each message, or looking again and again whether
 * there is one, would take longer than most calls.
 */
export class NamedPipes {
  /** What the process reads from and writes to. After it has started, these ends must be closed here. */
  readonly theirs: readonly [input: number, output: number]
  readonly #read: number
  readonly #write: number
  /** What has been read at once, and the part of it that nobody has taken yet: mostly a whole message. */
  readonly #chunk = new Uint8Array(2 ** 16)
  #begin = 0
  #end = 0

  private constructor(folder: string) {
    const [there, back] = namesIn(folder)
    // A pipe can be opened at one end only if the other end is open.
    const both = [openSync(there, 'r+'), openSync(back, 'r+')]
    this.theirs = [openSync(there, 'r'), openSync(back, 'w')]
    this.#write = openSync(there, 'w')
    this.#read = openSync(back, 'r')
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

  /** Writes a whole message. Returns whether there was somebody to read it. */
  send(bytes: Uint8Array): boolean {
    return complete(bytes.length, (at) => writeSync(this.#write, bytes, at))
  }

  /** Fills an array with what comes next. Returns whether there was enough to fill it. */
  receive(bytes: Uint8Array): boolean {
    return complete(bytes.length, (at) => {
      if (this.#begin === this.#end) {
        this.#begin = 0
        this.#end = readSync(this.#read, this.#chunk, 0, this.#chunk.length, null)
      }
      const next = this.#chunk.subarray(this.#begin, Math.min(this.#end, this.#begin + bytes.length - at))
      bytes.set(next, at)
      this.#begin += next.length
      return next.length
    })
  }

  close(): void {
    closeSync(this.#read)
    closeSync(this.#write)
  }
}

/** Repeats a step until all is done. Returns false if the other side is gone. */
function complete(length: number, step: (at: number) => number): boolean {
  try {
    for (let at = 0; at < length;) {
      const count = step(at)
      if (count === 0) return false
      at += count
    }
    return true
  } catch {
    return false
  }
}

const namesIn = (folder: string): [there: string, back: string] => [
  join(folder, 'there'),
  join(folder, 'back'),
]
