import { NotImplementedError } from '#kit/not-implemented.ts'
import type { PixelPicture, Show } from './experiment.ts'

/** Returns the result of `compute`, or of `otherwise` with the number of the TODO that stopped it. */
export function ifWritten<T>(compute: () => T, otherwise: (todo: string) => T): T {
  try {
    return compute()
  } catch (error) {
    if (error instanceof NotImplementedError) return otherwise(error.todo)
    throw error
  }
}

/**
 * Returns the pictures that the learner's code can already draw, and a sentence for each of the others.
 *
 * @param drawings - functions that draw pictures, by what the pictures show
 */
export function picturesOf(
  drawings: Readonly<Record<string, () => readonly PixelPicture[]>>,
): Required<Pick<Show, 'pictures' | 'missing'>> {
  const missing: string[] = []
  const pictures = Object.entries(drawings).flatMap(([what, draw]) =>
    ifWritten(draw, (todo) => {
      missing.push(`${what} will appear as soon as TODO ${todo} is written.`)
      return []
    }),
  )
  return { pictures, missing }
}
