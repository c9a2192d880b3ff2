/** The TODO whose check is running. */
let asked: string | undefined
const lent = new Set<string>()

/** Starts a check of this TODO, to which nothing has been lent yet. */
export function beginLending(todo: string | undefined): void {
  asked = todo
  lent.clear()
}

/**
 * Returns whether the kit's solution replaces a TODO that is not started. The TODO under check is never lent. The code
 * that `lendSolutions` puts behind a stub calls this each time it is reached.
 */
export function lend(todo: string): boolean {
  if (todo === asked) return false
  lent.add(todo)
  return true
}

/** Returns the numbers of the TODOs lent to the check so far, in the order in which they were reached. */
export const lentSoFar = (): string[] => [...lent]
