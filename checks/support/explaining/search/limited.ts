import { Script } from 'node:vm'
import { isolated } from '../../isolation/current.ts'
import { givingUpAfter } from '../../isolation/limits.ts'

/** The time in milliseconds after which code is stopped. A changed solution may never end, and neither may the work. */
export const LIMIT = 400

const script = new Script('globalThis.$changed()')

/** Returns what a function returns, or undefined if it throws or takes too long. */
export function limited<Result>(run: () => Result): Result | undefined {
  let result: Result | undefined
  Object.assign(globalThis, { $changed: () => void (result = run()) })
  try {
    givingUpAfter(LIMIT, () => script.runInThisContext({ timeout: LIMIT }) as unknown)
    return result
  } catch {
    isolated()?.abandon()
    return undefined
  }
}
