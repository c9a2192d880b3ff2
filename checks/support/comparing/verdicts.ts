import { cause, type Cause } from '#kit/course/causes/index.ts'
import { expectThat } from './compare.ts'

/** A verdict and the rule of the definition that decides it. */
export interface Decision {
  verdict: string
  rule: string
}

/** Returns the cause for a wrong verdict, with the rule that decides it. */
export const verdictCause = (what: string, { verdict, rule }: Decision, actual: unknown): Cause =>
  cause('verdict/wrong', { what, verdict, rule, actual: String(actual) })

/** Fails unless a verdict is the one that the definition gives for `what`. */
export function expectVerdict(what: string, actual: unknown, decision: Decision): void {
  expectThat(actual === decision.verdict, verdictCause(what, decision, actual))
}
