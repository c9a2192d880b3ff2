import { Script } from 'node:vm'
import { isolated } from '../../isolation/current.ts'
import { givingUpAfter } from '../../isolation/limits.ts'
import { stopwatch } from '../../running/stopwatch.ts'

/**
 * The computing time in milliseconds after which code is stopped. A changed solution may never end, and neither may the
 * work.
 */
export const LIMIT = 400

/** The longest wait for code on a busy machine, or for code that only waits, in milliseconds. */
const LONGEST_WAIT = 8 * LIMIT

const script = new Script('globalThis.$changed()')

/** Returns what a function returns, or undefined if it throws or takes too long. It may run more than once. */
export function limited<Result>(run: () => Result): Result | undefined {
  let result: Result | undefined
  Object.assign(globalThis, { $changed: () => void (result = run()) })
  // Node stops code by the clock. So code that a busy machine has kept from computing gets another chance.
  for (let timeout = LIMIT; timeout <= LONGEST_WAIT; timeout *= 2) {
    const elapsed = stopwatch()
    try {
      givingUpAfter(timeout, () => script.runInThisContext({ timeout }) as unknown)
      return result
    } catch (error) {
      const hadTime = elapsed() >= LIMIT
      isolated()?.abandon()
      if (!isTimeout(error) || hadTime) return undefined
    }
  }
  return undefined
}

const isTimeout = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | null | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
