import { sentences, vagueCauses, type CauseId } from '../../course/causes/index.ts'
import { findHint, type FittingHint } from './find-hint.ts'
import { handoutSection } from './handout-section.ts'
import type { Graded } from './graded.ts'
import { mistakesOf, type OwnMistake } from './mistakes-of.ts'
import { saidBy } from './said-values.ts'

/** A mistake that one or more learners of a class have made. */
export interface Misconception {
  /** The number of the TODO. */
  todo: string
  /** The function, or the part of a network, that the TODO is about. */
  title: string
  cause: CauseId
  /** What it is about, such as dx. */
  what?: string
  /** What is wrong, in a sentence. Where learners have different numbers, it has an ellipsis. */
  sentence: string
  /** The names of the learners who made it, in the order of the results. */
  learners: string[]
  /** What leads to the right idea. */
  hint: FittingHint
  /** Where the handout explains it: `Part 1, section "1.2 affineBackward"`. */
  handout: string
  /** What to say in the next lecture: the sentence, the hint and where to read on. */
  say: string
}

/**
 * Returns what the learners of a class got wrong in their own code, and not what only follows from it. The mistake that
 * most have made comes first; equally frequent ones are in the order of the course.
 */
export function misconceptions(results: readonly Graded[]): Misconception[] {
  const made = results.flatMap(({ name, result }) => mistakesOf(result).map((mistake) => ({ name, mistake })))
  const readings = commonReadings(made.map(({ mistake }) => mistake))
  const groups = Map.groupBy(made, ({ mistake }) => `${keyOf(mistake)}\n${readings(mistake) ?? ''}`)
  return [...groups.values()]
    .map((group) => {
      const mistakes = group.map(({ mistake }) => mistake)
      return misconception(
        mistakes,
        group.map(({ name }) => name),
        readings(mistakes[0]),
      )
    })
    .toSorted((a, b) => b.learners.length - a.learners.length || inCourse(a, b))
}

function misconception(
  mistakes: readonly OwnMistake[],
  learners: string[],
  reading: string | undefined,
): Misconception {
  const [{ todo, cause, what }] = mistakes
  const sentence = sentenceFor(mistakes, reading)
  const hint = findHint(todo.todo, { cause, what })
  const handout = handoutSection(todo)
  const say = `TODO ${todo.todo}, ${todo.title}: ${sentence} ${hint.text} ${handout} explains it.`
  return {
    todo: todo.todo,
    title: todo.title,
    cause,
    ...(what !== undefined && { what }),
    sentence,
    learners,
    hint,
    handout,
    say,
  }
}

/** Compares the numbers of TODOs: 1.9 comes before 1.10. */
const inCourse = (a: Misconception, b: Misconception): number =>
  a.todo.localeCompare(b.todo, 'en', { numeric: true })

/** Values that say which mistake it is, as those of `edit/...` do. Others differ from case to case. */
const NAMING = ['condition', 'line', 'option']

function keyOf({ todo, cause, what = '', values }: OwnMistake): string {
  const isNaming = (name: string): boolean =>
    cause.startsWith('edit/') ? name !== 'what' : NAMING.includes(name)
  const named = [...values].filter(([name]) => isNaming(name)).map(([, value]) => value)
  return [todo.todo, cause, what, ...named].join('\n')
}

/** Returns the guesses that a sentence offers, without their numbers: `divided by N once too often`. */
const guessesOf = ({ values }: OwnMistake): string[] =>
  values
    .get('guess')
    ?.split(', or ')
    .map((guess) => guess.replace(/ = \S+/, '')) ?? []

/**
 * Decides between the guesses of a sentence such as "Was it divided by N = 2 once too often, or halved?": the one that
 * fits most learners with this mistake is the likeliest.
 */
function commonReadings(mistakes: readonly OwnMistake[]): (mistake: OwnMistake) => string | undefined {
  const counts = new Map<string, number>()
  const key = (mistake: OwnMistake, guess: string): string => `${keyOf(mistake)}\n${guess}`
  for (const mistake of mistakes)
    for (const guess of guessesOf(mistake)) {
      const one = key(mistake, guess)
      counts.set(one, (counts.get(one) ?? 0) + 1)
    }
  return (mistake) => {
    const count = (guess: string): number => counts.get(key(mistake, guess)) ?? 0
    return guessesOf(mistake).toSorted((a, b) => count(b) - count(a))[0]
  }
}

/** Returns the sentence of a cause with those of its values that all learners share. */
function sentenceFor(mistakes: readonly OwnMistake[], reading: string | undefined): string {
  const [{ cause, what, values, check }] = mistakes
  if (vagueCauses.includes(cause))
    return `${what ?? 'The answer'} is wrong, in a way that no check recognizes.`
  // Without values, the sentence was told in other words.
  if (values.size === 0 && sentences[cause].includes('{')) return saidBy(check)
  const shared = (name: string): string => {
    if (name === 'what' && what !== undefined) return what
    if (name === 'guess' && reading !== undefined) return reading
    const all = new Set(mistakes.map((each) => each.values.get(name)))
    return all.size === 1 ? (values.get(name) ?? '…') : '…'
  }
  return sentences[cause].replaceAll(/\{(\w+)\}/g, (_, name: string) => shared(name)).replaceAll('….', '…')
}
