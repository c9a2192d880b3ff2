import { NotImplementedError } from '#kit/not-implemented.ts'
import type { PixelPicture, Show } from './experiment.ts'

/** What `compute` gives, or what `otherwise` makes of the number of the TODO that it ran into. */
export function ifWritten<T>(compute: () => T, otherwise: (todo: string) => T): T {
  try {
    return compute()
  } catch (error) {
    if (error instanceof NotImplementedError) return otherwise(error.todo)
    throw error
  }
}

/**
 * The pictures that the learner's code can draw already, and a sentence for each of the others.
 *
 * @param drawings - what draws some pictures, by what is to be seen on them
 */
export function picturesOf(
  drawings: Readonly<Record<string, () => readonly PixelPicture[]>>,
): Required<Pick<Show, 'pictures' | 'missing'>> {
  const missing: string[] = []
  const pictures = Object.entries(drawings).flatMap(([what, draw]) =>
    ifWritten(draw, (todo) => {
      missing.push(`${what} will be shown as soon as TODO ${todo} is written.`)
      return []
    }),
  )
  return { pictures, missing }
}
