import { CheckFailure } from './failure.ts'

/** A mistake, by the sentence that names it, and what a function with this mistake says. */
export type MistakenAnswer<Case> = readonly [sentence: string, answer: (one: Case) => string]

/** A function that gives short answers, and what it is tried on. */
export interface Answers<Case> {
  cases: readonly Case[]
  /** What the function under test says. */
  actual: (one: Case) => unknown
  /** What it should say. */
  expected: (one: Case) => string
  /** One sentence about a wrong answer. */
  sentence: (one: Case, actual: unknown) => string
  mistakes: readonly MistakenAnswer<Case>[]
}

/**
 * That a function answers every case as it should. One wrong answer out of a few possible ones tells little of its
 * cause, but all answers together do: a mistake is named if it gives every one of them and no other mistake does.
 */
export function expectAnswers<Case>({ cases, actual, expected, sentence, mistakes }: Answers<Case>): void {
  const given = cases.map(actual)
  const wrong = cases.findIndex((one, i) => given[i] !== expected(one))
  if (wrong === -1) return
  const names = mistakes.flatMap(([name, answer]) =>
    cases.every((one, i) => given[i] === answer(one)) ? [name] : [],
  )
  throw new CheckFailure('Wrong answer', sentence(cases[wrong], given[wrong]), {
    explanation: new Set(names).size === 1 ? names[0] : undefined,
  })
}
