import { join } from 'node:path'
import { readOrEmpty } from '../system/read-or-empty.ts'
import type { Todo } from './manifest.ts'

/** Returns the number of the first line of a file with this text, counted from 1, or 1 if there is none. */
export function locate(path: string, text: string): number {
  const line = readOrEmpty(path)
    .split('\n')
    .findIndex((candidate) => candidate.includes(text))
  return line === -1 ? 1 : line + 1
}

/** The methods in which the TODOs of a network are, by the second half of their titles. */
const METHODS: Readonly<Record<string, string>> = {
  parameters: 'constructor(',
  'gamma and beta': 'constructor(',
  scores: ' scores(',
  loss: ' loss(',
}

/**
 * Returns the line of a TODO in a tree: that of its comment, or, if a learner has removed the comment, that of its
 * function, method or class. Returns 1 if there is nothing like that.
 */
export function lineOf({ file, id, title }: Todo, root: string, tree = 'assignments'): number {
  const [name, detail = ''] = title.split(': ')
  const places = [`// TODO ${id}:`, METHODS[detail], `function ${name}`, `const ${name}`, `class ${name}`]
  const lines = places.map((place) => (place ? locate(join(root, tree, file), place) : 1))
  return lines.find((line) => line > 1) ?? 1
}

/** Returns the location of a TODO as `assignments/1-fully-connected/layers.ts:33`, which terminals turn into a link. */
export const placeOf = (todo: Todo, root: string, tree = 'assignments'): string =>
  `${tree}/${todo.file}:${lineOf(todo, root, tree)}`
