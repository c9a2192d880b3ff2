import { posix } from 'node:path'

/** Matches every string that can name another file of the assignments, also where it is only a comment. */
const NAMED = /(['"`])((?:\.{1,2}|#work)\/[^'"`\n\\]{1,200}\.ts)\1/g

/**
 * Returns the files that a file may import, as paths below `assignments/`. The text is searched and not parsed, because
 * code with a million brackets ends the process of a parser.
 */
export function filesNamedIn(text: string, file: string): string[] {
  const paths = [...text.matchAll(NAMED)].map(([, , name]) =>
    name.startsWith('#work/')
      ? posix.normalize(name.slice('#work/'.length))
      : posix.join(posix.dirname(file), name),
  )
  return [...new Set(paths)].filter((path) => !path.startsWith('../') && !path.startsWith('/'))
}
