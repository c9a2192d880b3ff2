/** The operations that the keys of `npx kit watch` can perform. */
export interface Session {
  say(text: string): void
  /** Starts to run the checks of these files, or all checks. */
  check(files?: readonly string[]): void
  quit(): Promise<void>
  /** Waits for the next key press and returns its key. */
  nextKey(): Promise<string>
}
