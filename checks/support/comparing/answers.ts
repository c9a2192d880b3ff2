import type { Cause } from '#kit/course/causes/index.ts'
import { CheckFailure } from '../explaining/failure.ts'

/** A mistake, identified by its cause, and the answers of a function with this mistake. */
export type MistakenAnswer<Case> = readonly [mistake: Cause, answer: (one: Case) => string]

/** A function that gives short answers, and the cases it is tried on. */
export interface Answers<Case> {
  cases: readonly Case[]
  /** Returns the answer of the function under test. */
  actual: (one: Case) => unknown
  /** Returns the right answer. */
  expected: (one: Case) => string
  /** Returns the cause to report for a wrong answer. */
  causeOf: (one: Case, actual: unknown) => Cause
  mistakes: readonly MistakenAnswer<Case>[]
}

/**
 * Fails unless a function answers every case correctly. A single wrong answer, one of a few possible ones, says little
 * about its cause, but all answers together do: a mistake is named if it alone gives all of them.
 */
export function expectAnswers<Case>({ cases, actual, expected, causeOf, mistakes }: Answers<Case>): void {
  const given = cases.map(actual)
  const wrong = cases.findIndex((one, i) => given[i] !== expected(one))
  if (wrong === -1) return
  const names = mistakes.flatMap(([name, answer]) =>
    cases.every((one, i) => given[i] === answer(one)) ? [name] : [],
  )
  throw new CheckFailure('Wrong answer', causeOf(cases[wrong], given[wrong]), {
    pattern: new Set(names).size === 1 ? names[0] : undefined,
  })
}
