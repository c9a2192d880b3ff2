import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Todo } from './manifest.ts'

/** Returns the text of a file in the learner's tree, or '' if it does not exist. */
export function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Returns the number of the first line of a file with this text, counted from 1, or 1 if there is none. */
export function locate(path: string, text: string): number {
  const line = readOrEmpty(path)
    .split('\n')
    .findIndex((candidate) => candidate.includes(text))
  return line === -1 ? 1 : line + 1
}

/** Returns the line of a TODO's comment in a tree, or 1 if the comment does not exist. */
export const lineOf = ({ file, id }: Todo, root: string, tree = 'assignments'): number =>
  locate(join(root, tree, file), `// TODO ${id}:`)

/** Returns the location of a TODO as `assignments/1-fully-connected/layers.ts:33`, which terminals turn into a link. */
export const placeOf = (todo: Todo, root: string, tree = 'assignments'): string =>
  `${tree}/${todo.file}:${lineOf(todo, root, tree)}`
