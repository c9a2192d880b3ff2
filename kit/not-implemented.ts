import { placesInStack } from './system/places-in-stack.ts'

/**
 * Thrown by a stub whose TODO is still open. The checks show it as "not started" instead of failed; everywhere else
 * its message says which TODO is missing and where it is.
 */
export class NotImplementedError extends Error {
  /** The number of the TODO, "part.step". */
  readonly todo: string

  constructor(todo: string) {
    super()
    this.name = 'NotImplementedError'
    this.todo = todo
    const place = placesInStack(this.stack).find((each) => !each.includes('not-implemented'))
    this.message = `TODO ${todo} is not implemented yet${place ? ` (${place})` : ''}`
  }
}
