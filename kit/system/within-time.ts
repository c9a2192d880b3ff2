import { Script } from 'node:vm'

const KEY = Symbol.for('cnn-from-scratch/within-time')

/** Node limits only the time of a script, so the script calls what is to be limited. */
const script = new Script(`globalThis[Symbol.for('${KEY.description}')]()`)

/**
 * Runs something that does not wait, and stops it when it takes too long, even in an endless loop.
 *
 * @throws RangeError when it takes longer than this many milliseconds
 */
export function withinTime<Result>(milliseconds: number, run: () => Result): Result {
  let result: Result
  const shared = globalThis as Record<symbol, unknown>
  shared[KEY] = () => void (result = run())
  try {
    script.runInThisContext({ timeout: milliseconds })
    return result!
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new RangeError(`It took longer than ${milliseconds} ms.`, { cause: error })
  } finally {
    delete shared[KEY]
  }
}
