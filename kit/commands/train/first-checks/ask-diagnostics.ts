import { hasPart } from '#kit/course/manifest.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/**
 * Returns the lines that a file of Part 5 produces, or one line that says why there are none. A function that is not
 * written yet or fails affects only its own output. In a course without Part 5 there are no lines.
 *
 * @param file - the file name, for the sentence
 * @param load - the import itself, `() => import('#work/...')`, so that its types are known
 * @param lines - calls the file's functions to produce the lines
 * @param without - the line if a TODO is not written yet
 */
export async function ask<Instruments>(
  file: string,
  load: () => Promise<Instruments>,
  lines: (instruments: Instruments) => string[] | Promise<string[]>,
  without = (todo: string): string => `(TODO ${todo} would tell you more here)`,
): Promise<string[]> {
  if (!hasPart(5)) return []
  try {
    return await lines(await load())
  } catch (error) {
    if (error instanceof NotImplementedError) return [without(error.todo)]
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
    return [`(5-training/${file} would tell you more here, but fails: ${reason})`]
  }
}
