import { join } from 'node:path'
import { filesIn } from '../../../course/handed-out.ts'
import { readOrEmpty } from '../../../system/read-or-empty.ts'
import { readStubs } from '../../../course/stubs.ts'
import { quantity } from '../../../text/quantities.ts'
import type { Change } from './journal.ts'
import { todosIn } from './plan.ts'

/** What a folder was handed out with: the numbers of its TODOs, and the titles of its parts and TODOs by number. */
export interface Course {
  todos: string[]
  titles: Map<string, string>
}

/** Reads what belongs to the course of a folder. Nothing does if its stubs cannot be read. */
export function courseIn(folder: string): Course {
  const handouts = filesIn(folder).filter((path) => /^assignments\/\d[^/]*\/README\.md$/.test(path))
  const headings = handouts.flatMap((path) => [
    ...readOrEmpty(join(folder, path)).matchAll(/^(?:# Part (\d+):|## (\d+\.\d+)) (.+)$/gm),
  ])
  return {
    todos: [...stubsIn(folder)].flatMap((stub) => todosIn(Buffer.from(stub))),
    titles: new Map(headings.map(([, part, todo, title]) => [part ?? todo, title])),
  }
}

function stubsIn(folder: string): Iterable<string> {
  try {
    return readStubs(folder).values()
  } catch {
    return []
  }
}

const partOf = (todo: string): string => todo.split('.')[0]

/** Returns what one course has and another one lacks: `Part 4 (Convolution) with 11 TODOs`, or `TODO 1.17 softplus`. */
export function lackingIn(other: Course, { todos, titles }: Course): string[] {
  const lacking = [...new Set(todos)].filter((id) => !other.todos.includes(id))
  const known = new Set(other.todos.map(partOf))
  return [...Map.groupBy(lacking, partOf)].flatMap(([part, ids]) => {
    if (known.has(part)) return ids.map((id) => `TODO ${[id, titles.get(id) ?? ''].join(' ').trim()}`)
    const title = titles.has(part) ? ` (${titles.get(part)})` : ''
    return [`Part ${part}${title} with ${quantity(ids.length, 'TODO')}`]
  })
}

/** Returns what an update changes in parts that were there: `the checks of Part 1`. */
export function changedBy(changes: readonly Change[]): string[] {
  const paths = changes
    .filter(({ found, content }) => found !== undefined && content !== undefined)
    .map(({ path }) => path)
  const rooms = { checks: /^checks\/(\d)-/, handout: /^assignments\/(\d)-[^/]*\/README\.md$/ }
  return Object.entries(rooms).flatMap(([what, pattern]) =>
    [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))]
      .toSorted()
      .map((part) => `the ${what} of Part ${part}`),
  )
}
