import type { Distribution } from './distribution.ts'

/** The bytes of files by their names, without folders. */
export type FileContents = Map<string, Uint8Array<ArrayBuffer>>

/** Hears how a long task is getting on. */
export interface Reporter {
  /** `done` of `total` (bytes or files) of a task, which is named as in "Downloading the archive". */
  progress(task: string, done: number, total: number, unit: 'bytes' | 'files'): void
  /** Something that is worth a line, as a sentence. */
  note(sentence: string): void
}

/** A place to have a data set from. */
export interface Source {
  /** The place, as in "from the official archive". */
  readonly name: string
  /** What a user can do when it fails, as in "...: check the network connection." */
  readonly remedy: string
  /**
   * The files of the distribution, read into memory; not yet verified, and one that is not there is left out.
   *
   * @throws an error with a `code`, or a DataError, when the place cannot be read
   */
  read(distribution: Distribution, reporter: Reporter, signal: AbortSignal): Promise<FileContents>
}
