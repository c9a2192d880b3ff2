import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Returns the places in an error's stack as `file:line` relative to the kit's folder, innermost first. */
export function placesInStack(stack = ''): string[] {
  return stack.split('\n').flatMap((line) => {
    const match = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?\)?$/.exec(line)
    if (!match) return []
    const file = match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1]
    return `${relative(root, file).replaceAll('\\', '/')}:${match[2]}`
  })
}
