import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isSystemError } from '../../system/system-error.ts'
import { LIMITS } from './limits.ts'
import type { Listing } from './listing.ts'
import { readWholeFile } from './sources/bytes.ts'
import { childrenOf, type Child } from './sources/folder.ts'
import { repositoryIn } from './sources/git.ts'

/** Where a submission lies: all of a folder or file, or what starts with `entry` in a folder or an archive. */
export interface Place {
  source: string
  entry?: string
}

/** Where the submissions of a class lie. The path of a folder ends with a slash; that of the shelf itself is empty. */
export interface Shelf {
  /** Returns what is in a folder. */
  list(folder: string): Child[]
  /** Returns whether a folder is a Git repository without files. */
  isRepository(folder: string): boolean
  /** Returns whether a folder comes from Git. */
  isClone(folder: string): boolean
  /** Returns the text of a file; an empty one if it cannot be read. */
  read(path: string): Promise<string>
  /** Returns the place of a folder or of a file. */
  placeOf(path: string): Place
  /** Returns the place of all files of a folder whose names start in the same way. */
  placeOfFiles(folder: string, start: string): Place
}

/** A folder on the disk. */
export class FolderShelf implements Shelf {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  list(folder: string): Child[] {
    try {
      return childrenOf(join(this.#root, folder)).children
    } catch (error) {
      if (isSystemError(error)) return []
      throw error
    }
  }

  isRepository(folder: string): boolean {
    return repositoryIn(join(this.#root, folder)) !== undefined
  }

  isClone(folder: string): boolean {
    return existsSync(join(this.#root, folder, '.git')) || this.isRepository(folder)
  }

  async read(path: string): Promise<string> {
    return textOf(async () => readWholeFile(join(this.#root, path), LIMITS.fileBytes))
  }

  placeOf(path: string): Place {
    return { source: join(this.#root, path.replace(/\/$/, '')) }
  }

  placeOfFiles(folder: string, start: string): Place {
    return { source: join(this.#root, folder), entry: start }
  }
}

/** An archive. */
export class ArchiveShelf implements Shelf {
  readonly #path: string
  readonly #listing: Listing
  readonly #folders = new Map<string, Map<string, Child>>()

  constructor(path: string, listing: Listing) {
    this.#path = path
    this.#listing = listing
    for (const { path: name, kind } of listing.entries.values()) this.#add(name, kind)
  }

  #add(path: string, kind: Child['kind']): void {
    const start = path.lastIndexOf('/') + 1
    const [folder, name] = [path.slice(0, start), path.slice(start)]
    const children = this.#folders.get(folder)
    if (children?.has(name)) return
    if (children) children.set(name, { name, kind })
    else {
      this.#folders.set(folder, new Map([[name, { name, kind }]]))
      // An archive need not name its folders.
      if (folder !== '') this.#add(folder.slice(0, -1), 'folder')
    }
  }

  list(folder: string): Child[] {
    return [...(this.#folders.get(folder)?.values() ?? [])].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  isRepository(): boolean {
    return false
  }

  isClone(): boolean {
    return false
  }

  async read(path: string): Promise<string> {
    return textOf(
      async () => (await this.#listing.entries.get(path)?.read(LIMITS.fileBytes)) ?? Buffer.alloc(0),
    )
  }

  placeOf(path: string): Place {
    return path === '' ? { source: this.#path } : { source: this.#path, entry: path }
  }

  placeOfFiles(folder: string, start: string): Place {
    return { source: this.#path, entry: folder + start }
  }
}

async function textOf(read: () => Promise<Buffer>): Promise<string> {
  try {
    return (await read()).toString()
  } catch {
    return ''
  }
}
