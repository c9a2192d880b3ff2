import { InvalidArgumentError } from 'commander'
import { manifest } from '#kit/course/manifest.ts'

/** The numbers of all TODOs. */
export const everyTodo = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))

/** Returns the TODOs that a word of a command names: one TODO, or all of a part. */
export function todosNamed(word: string, before: string[] = []): string[] {
  const ids = everyTodo.filter((id) => id === word || id.startsWith(`${word}.`))
  if (ids.length === 0) throw new InvalidArgumentError('Name TODOs, as in "1.4", or parts, as in "2".')
  return [...before, ...ids]
}
