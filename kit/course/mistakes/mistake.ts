import type { Expected } from '#kit/course/causes/index.ts'

/** A realistic mistake in the solution of a TODO. */
export interface Mistake {
  /** A unique description of the mistake, in the words of a teacher. */
  mistake: string
  /** The TODO whose checks must catch it. */
  todo: string
  /** The causes that count as an explanation: the first line of a failure must name one of them. */
  causes: readonly Expected[]
  /** The values that the sentence of the first cause needs, besides the name of the result. */
  values: Readonly<Record<string, string>>
  /** What the mistake changes. */
  edits: readonly Edit[]
}

/** A change of a solution's file. */
export interface Edit {
  /** The text that is replaced wherever it occurs. */
  find: string
  /** The replacement. `T` is everything of `#kit/tensor/index.ts`. */
  replace: string
  /**
   * The TODO whose region is changed, or `file` for the whole file. It may be another TODO than that of the mistake,
   * because a network can call a layer wrongly.
   */
  region: string
}

/**
 * Returns the source of a solution file with a mistake in it.
 *
 * @throws Error if the region of an edit does not contain the text to replace
 */
export const applyMistake = (source: string, mistake: Mistake): string =>
  `import * as T from '#kit/tensor/index.ts'\n${withEdits(source, mistake)}`

/** Returns the source of a solution file with a mistake in it, but without the import of `T`. @throws the same */
export function withEdits(source: string, { todo, mistake, edits }: Mistake): string {
  let mutated = source
  for (const { find, replace, region } of edits) {
    const [begin, end] = region === 'file' ? [0, mutated.length] : boundsOf(mutated, region)
    const text = mutated.slice(begin, end)
    if (!text.includes(find))
      throw new Error(`"${mistake}" (TODO ${todo}): the solution does not hold \`${find}\`.`)
    mutated = mutated.slice(0, begin) + text.replaceAll(find, () => replace) + mutated.slice(end)
  }
  return mutated
}

function boundsOf(source: string, todo: string): [begin: number, end: number] {
  const [begin, end] = ['BEGIN', 'END'].map((word) => source.indexOf(`// ${word} SOLUTION ${todo}\n`))
  if (begin === -1 || end === -1) throw new Error(`There is no region for TODO ${todo}.`)
  return [begin, end]
}
