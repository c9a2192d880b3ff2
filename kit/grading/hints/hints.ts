/** What helps with one TODO, without doing it. */
export interface Hints {
  /** Three hints of rising directness: a nudge in the right direction, the formula or the step, nearly the code. */
  levels: readonly [nudge: string, formula: string, code: string]
  /** First hints for one kind of failure: if the explanation of the last failure matches, this one comes before the levels. */
  after?: readonly (readonly [explanation: RegExp, hint: string])[]
}
