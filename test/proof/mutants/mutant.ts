import type { Expected } from '#kit/course/causes/index.ts'

/** A realistic mistake in the solution of a TODO. */
export interface Mutant {
  /** A unique description of the mistake, in the words of a teacher. */
  mistake: string
  /** The TODO whose checks must catch it. */
  todo: string
  /** The causes that count as an explanation: the first line of a failure must name one of them. */
  causes: readonly Expected[]
  /** The text of the solution's file that is replaced wherever it occurs. */
  find: string
  /** The replacement. `T` is everything of `#kit/tensor/index.ts`. */
  replace: string
  /** The TODO whose region contains the mistake. It may be another one, because a network can call a layer wrongly. */
  region: string
}

/**
 * Returns the source of a solution file with a mistake in it.
 *
 * @throws Error if the region of the TODO does not contain the text to replace
 */
export function applyMutant(source: string, { todo, mistake, find, replace, region: where }: Mutant): string {
  const [begin, end] = ['BEGIN', 'END'].map((word) => source.indexOf(`// ${word} SOLUTION ${where}\n`))
  if (begin === -1 || end === -1) throw new Error(`There is no region for TODO ${where}.`)
  const region = source.slice(begin, end)
  if (!region.includes(find))
    throw new Error(`"${mistake}" (TODO ${todo}): the solution does not hold \`${find}\`.`)
  const mutated = source.slice(0, begin) + region.replaceAll(find, replace) + source.slice(end)
  return `import * as T from '#kit/tensor/index.ts'\n${mutated}`
}
