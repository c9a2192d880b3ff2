/** An expected failure of a command. The message is one sentence that says what to do. */
export class KitError extends Error {
  override readonly name = 'KitError'
}
