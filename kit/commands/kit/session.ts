/** What the keys of `npx kit watch` act on. */
export interface Session {
  say(text: string): void
  /** Starts to run checks: those of these files, or all. */
  check(files?: readonly string[]): void
  quit(): Promise<void>
  /** The next key that is pressed. */
  nextKey(): Promise<string>
}
