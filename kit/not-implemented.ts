import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

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
    this.message = `TODO ${todo} is not implemented yet${callerOf(this.stack)}`
  }
}

/** Where an error was made, as ` (file:line)` relative to the kit's folder, or nothing if the stack does not say. */
function callerOf(stack = ''): string {
  for (const line of stack.split('\n').slice(1)) {
    const match = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?\)?$/.exec(line)
    if (!match || line.includes('not-implemented')) continue
    const file = match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1]
    return ` (${relative(root, file).replaceAll('\\', '/')}:${match[2]})`
  }
  return ''
}
