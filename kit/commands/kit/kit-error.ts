/** What can be expected to go wrong with a command; the message is one sentence that says what to do. */
export class KitError extends Error {
  override readonly name = 'KitError'
}
