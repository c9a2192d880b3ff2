import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Todo } from './manifest.ts'

/** The text of a file of the learner's tree, empty if it is gone. */
export function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The first line of a file that has this text, counted from 1, or 1 if the text (or the file) is gone. */
export function locate(path: string, text: string): number {
  const line = readOrEmpty(path)
    .split('\n')
    .findIndex((candidate) => candidate.includes(text))
  return line === -1 ? 1 : line + 1
}

/** The line of a TODO's comment in a tree, or 1 if the comment is gone. */
export const lineOf = ({ file, id }: Todo, root: string, tree = 'assignments'): number =>
  locate(join(root, tree, file), `// TODO ${id}:`)

/** Where a TODO stands, as `assignments/1-fully-connected/layers.ts:33`: terminals make a link of it. */
export const placeOf = (todo: Todo, root: string, tree = 'assignments'): string =>
  `${tree}/${todo.file}:${lineOf(todo, root, tree)}`
