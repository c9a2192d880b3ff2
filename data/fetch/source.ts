import type { Distribution } from './distribution.ts'

/** The bytes of files by their names, without folders. */
export type FileContents = Map<string, Uint8Array<ArrayBuffer>>

/** Receives the progress of a long task. */
export interface Reporter {
  /** Reports progress in bytes or files. `task` is its name, as in "Downloading the archive". */
  progress(task: string, done: number, total: number, unit: 'bytes' | 'files'): void
  /** Reports something worth a line, as a sentence. */
  note(sentence: string): void
}

/** A source of a data set. */
export interface Source {
  /** Its name, as in "from the official archive". */
  readonly name: string
  /** What a user can do when it fails, as in "...: check the network connection." */
  readonly remedy: string
  /**
   * Reads the files of the distribution into memory. They are not verified yet, and missing ones are left out.
   *
   * @throws an error with a `code`, or a UserError, when the source cannot be read
   */
  read(distribution: Distribution, reporter: Reporter, signal: AbortSignal): Promise<FileContents>
}
