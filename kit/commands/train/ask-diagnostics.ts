import { NotImplementedError } from '#kit/not-implemented.ts'

/**
 * The lines that a file of Part 5 gives, or one line that says why there are none: a function that is not written yet,
 * or that fails, costs its own sentence and nothing else.
 *
 * @param file - its name, for the sentence
 * @param load - the import itself, `() => import('#work/...')`, so that types see it
 * @param lines - asks what it exports
 */
export async function ask<Instruments>(
  file: string,
  load: () => Promise<Instruments>,
  lines: (instruments: Instruments) => string[] | Promise<string[]>,
): Promise<string[]> {
  try {
    return await lines(await load())
  } catch (error) {
    if (error instanceof NotImplementedError) return [`(TODO ${error.todo} would tell you more here)`]
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
    return [`(5-training/${file} would tell you more here, but fails: ${reason})`]
  }
}
