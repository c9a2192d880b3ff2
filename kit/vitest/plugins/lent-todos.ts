/** The TODO whose check runs. */
let asked: string | undefined
const lent = new Set<string>()

/** Begins a check of this TODO, to which nothing is lent yet. */
export function beginLending(todo: string | undefined): void {
  asked = todo
  lent.clear()
}

/**
 * Whether the kit's solution takes the place of a TODO that is not started. What is asked for is never lent: the code
 * that `lendSolutions` puts behind a stub asks here each time it is reached.
 */
export function lend(todo: string): boolean {
  if (todo === asked) return false
  lent.add(todo)
  return true
}

/** The TODOs that were lent to the check so far, by number, in the order in which they were reached. */
export const lentSoFar = (): string[] => [...lent]
