import { readFileSync } from 'node:fs'

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

/** Where a TODO stands in a file of the learner's tree: the line of its `// TODO <id>:` comment. */
export const locateTodo = (path: string, id: string): number => locate(path, `// TODO ${id}:`)
