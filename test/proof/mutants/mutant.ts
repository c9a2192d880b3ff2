import type { Expected } from '#kit/course/causes/index.ts'

/** A realistic mistake in the solution of a TODO. */
export interface Mutant {
  /** What a teacher would say about it; unique. */
  mistake: string
  /** The TODO whose checks must catch it. */
  todo: string
  /** What the first line of a failure must name, so that the mistake counts as explained: one of these causes. */
  causes: readonly Expected[]
  /** What of the solution's file is replaced, every time it occurs ... */
  find: string
  /** ... and by what. `T` is everything of `#kit/tensor/index.ts`. */
  replace: string
  /** The TODO in whose region the mistake stands: a network calls a layer where it should not. */
  region: string
}

/**
 * The source of a solution file with a mistake in it.
 *
 * @throws Error when the file does not hold what is to be replaced inside the region of the TODO
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
