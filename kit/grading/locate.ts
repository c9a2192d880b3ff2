import { readFileSync } from 'node:fs'

/**
 * Where a TODO stands in a file of the learner's tree: the line of its `// TODO <id>:` comment, counted from 1, or 1
 * if the comment (or the file) is gone.
 */
export function locateTodo(path: string, id: string): number {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return 1
  }
  const line = text.split('\n').findIndex((candidate) => candidate.includes(`// TODO ${id}:`))
  return line === -1 ? 1 : line + 1
}
