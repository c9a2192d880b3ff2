import type { Cause } from '#kit/course/causes/index.ts'
import { CheckFailure } from '../explaining/failure.ts'

/** A mistake, by its cause, and what a function with this mistake says. */
export type MistakenAnswer<Case> = readonly [mistake: Cause, answer: (one: Case) => string]

/** A function that gives short answers, and what it is tried on. */
export interface Answers<Case> {
  cases: readonly Case[]
  /** What the function under test says. */
  actual: (one: Case) => unknown
  /** What it should say. */
  expected: (one: Case) => string
  /** What to say of a wrong answer. */
  otherwise: (one: Case, actual: unknown) => Cause
  mistakes: readonly MistakenAnswer<Case>[]
}

/**
 * That a function answers every case as it should. One wrong answer out of a few possible ones tells little of its
 * cause, but all answers together do: a mistake is named if it gives every one of them and no other mistake does.
 */
export function expectAnswers<Case>({ cases, actual, expected, otherwise, mistakes }: Answers<Case>): void {
  const given = cases.map(actual)
  const wrong = cases.findIndex((one, i) => given[i] !== expected(one))
  if (wrong === -1) return
  const names = mistakes.flatMap(([name, answer]) =>
    cases.every((one, i) => given[i] === answer(one)) ? [name] : [],
  )
  throw new CheckFailure('Wrong answer', otherwise(cases[wrong], given[wrong]), {
    pattern: new Set(names).size === 1 ? names[0] : undefined,
  })
}
