import { answers } from './answers.ts'
import { calls } from './calls.ts'
import { convolution } from './convolution.ts'
import { diagnostics } from './diagnostics.ts'
import { dropout } from './dropout.ts'
import { layers } from './layers.ts'
import { losses } from './losses.ts'
import { networks } from './networks.ts'
import { normalization } from './normalization.ts'
import { optimizers } from './optimizers.ts'
import { preprocessing } from './preprocessing.ts'
import { residualBlock } from './residual-block.ts'
import { sanityChecks } from './sanity-checks.ts'
import { spatialNormalization } from './spatial-normalization.ts'
import { startingFilters } from './starting-filters.ts'

/**
 * The sentence of every cause, by its id. A word in braces stands for a value of the cause: `{what} is 0 everywhere.`
 */
export const sentences = {
  ...answers,
  ...calls,
  ...layers,
  ...losses,
  ...optimizers,
  ...networks,
  ...normalization,
  ...dropout,
  ...convolution,
  ...spatialNormalization,
  ...preprocessing,
  ...diagnostics,
  ...sanityChecks,
  ...residualBlock,
  ...startingFilters,
} as const

/** What can be wrong, such as `affineBackward/dx-summed`. It stays the same from one version of the kit to the next. */
export type CauseId = keyof typeof sentences

/**
 * What is wrong with one answer: the id, and the values for its sentence, written like the path and the query of an
 * address: `explain/zero?what=dx`.
 */
export type Cause = CauseId | `${string}/${string}?${string}`

/** The names between the braces of a sentence. */
type NamesIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never

type ValuesOf<Id extends CauseId> = Record<NamesIn<(typeof sentences)[Id]>, string | number>

/** What any wrong answer is told, and what says nothing of why it is wrong. */
export const vagueCauses: readonly CauseId[] = ['values/elements', 'values/number']

/** A cause with the values that its sentence needs. */
export function cause<Id extends CauseId>(id: Id, values: ValuesOf<Id>): Cause {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries<string | number>(values)) words.set(name, String(value))
  return `${id}?${String(words)}` as Cause
}

/** The id of a cause, without the values. */
export const idOf = (one: Cause): CauseId => one.split('?')[0] as CauseId

/** The values of a cause, by their names. */
export const valuesOf = (one: Cause): URLSearchParams => new URLSearchParams(one.slice(idOf(one).length))

/** The cause of this id in a message that has come through other programs; undefined if there is none. */
export const findCause = (id: CauseId, message: string): Cause | undefined =>
  message.match(new RegExp(`${id}\\?\\S+`))?.[0] as Cause | undefined

/** What a cause says to a learner. */
export function sentenceOf(one: Cause): string {
  const values = valuesOf(one)
  return sentences[idOf(one)].replaceAll(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? '')
}

/** A cause that somebody waits for; if it must be about one thing, with that: `shape/other of params.W2`. */
export type Expected = CauseId | `${CauseId} of ${string}`

/** Whether this is why a check failed. */
export function isReason(expected: Expected, { cause: first, what, others = [] }: Partial<Reason>): boolean {
  const [id, about] = expected.split(' of ') as [CauseId, string?]
  return (id === first || others.includes(id)) && (about === undefined || about === what)
}

/** Why a check failed, for a program to read. */
export interface Reason {
  /** What went wrong, in two or three words. */
  kind: 'Wrong answer' | 'Crashed' | 'Took too long' | 'Out of memory' | 'Ended early' | 'Broken file'
  cause: CauseId
  /** What it is about: `dx`, `params.W1`. */
  what?: string
  /** What else it names: a mistake that cannot be told from the first, when it occurs, or an error that was thrown. */
  others?: readonly CauseId[]
  /** The TODO where the fault is, if it is not the one that is checked. */
  fault?: string
  /** The smallest case that fails, if there are random ones. */
  case?: string
}
