import { LIMITS } from './limits.ts'
import { Problems } from './problems.ts'

/** A file, a folder or something else in a submission. */
export interface Entry {
  /** Its path in the submission, with forward slashes. It never leads out of it. */
  path: string
  kind: 'file' | 'folder' | 'link' | 'special'
  /**
   * Reads the file.
   *
   * @param limit - the most bytes that it may have
   * @throws Unreadable
   */
  read: (limit: number) => Promise<Buffer>
}

/** The folders that belong to tools, and the files that systems leave behind. A million files may lie in them. */
const OF_TOOLS = new Set(
  'node_modules .git .svn .hg __macosx .vscode .idea .vitest .kit .cache .ds_store thumbs.db desktop.ini'.split(
    ' ',
  ),
)

/** Returns whether a file or folder of this name belongs to a tool or a system, and not to a learner. */
export const isOfTools = (name: string): boolean => OF_TOOLS.has(name.toLowerCase()) || name.startsWith('._')

/** Everything in a folder, an archive or a repository, in the order in which it was found. */
export class Listing {
  /** By path. */
  readonly entries = new Map<string, Entry>()
  readonly problems = new Problems()
  readonly #twice = new Set<string>()
  readonly #other: string[] = []
  #seen = 0

  /** Whether it has reached the limit, so that nothing more is added. */
  get isFull(): boolean {
    return this.entries.size >= LIMITS.entries || this.#seen >= LIMITS.seen
  }

  /**
   * Adds something, unless its path leads out or it belongs to a tool. Of two with the same path the later one stays,
   * as when an archive is unpacked.
   */
  add(path: string, kind: Entry['kind'], read: Entry['read'] = readNothing): void {
    this.#seen++
    if (path.length > LIMITS.pathLength) {
      this.problems.add('long', `${path.slice(0, 40)}…`)
      return
    }
    const parts = path.split('/').filter((part) => part !== '' && part !== '.')
    if (parts.some(isOfTools) || parts.length === 0) return
    if (path.startsWith('/') || /^[a-z]:/i.test(path) || parts.includes('..')) {
      this.problems.add('outside', path)
      return
    }
    if (this.isFull) return
    // macOS writes an accent as a character of its own.
    const name = parts.join('/').normalize('NFC')
    if (kind !== 'folder' && this.entries.has(name)) this.#twice.add(name)
    this.entries.set(name, { path: name, kind, read })
  }

  note(sentence: string): void {
    this.#other.push(sentence)
  }

  /** Returns a listing of what is below a prefix of the paths, with shorter paths and without notes. */
  below(prefix: string): Listing {
    const below = new Listing()
    for (const { path, kind, read } of this.entries.values()) {
      if (path.startsWith(prefix) && path.length > prefix.length)
        below.add(path.slice(prefix.length), kind, read)
    }
    for (const path of this.#twice) if (path.startsWith(prefix)) below.#twice.add(path.slice(prefix.length))
    return below
  }

  /** Returns a listing with other paths, without notes. */
  renamed(rename: (path: string) => string): Listing {
    const renamed = new Listing()
    for (const { path, kind, read } of this.entries.values()) renamed.add(rename(path), kind, read)
    return renamed
  }

  /** Says what is wrong with the listing itself, in sentences. */
  notes(): string[] {
    return [
      ...this.#other,
      ...(this.isFull ? ['There are far too many files and folders. Not all of them were looked at.'] : []),
      ...this.problems.sentences(),
    ]
  }

  /** The paths that occur more than once. */
  get twice(): ReadonlySet<string> {
    return this.#twice
  }
}

const readNothing = (): Promise<Buffer> => Promise.resolve(Buffer.alloc(0))
