let brief = false

/**
 * Runs something that only has to tell whether an answer is wrong. A failure then need not say what is wrong if that takes
 * more calls of the work.
 */
export function briefly<Result>(run: () => Result): Result {
  brief = true
  try {
    return run()
  } finally {
    brief = false
  }
}

/** Returns whether nobody will read the failure of the comparison under way. */
export const isBrief = (): boolean => brief
