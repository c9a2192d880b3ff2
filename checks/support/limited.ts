import inspector from 'node:inspector'
import vm from 'node:vm'
import { CheckFailure } from './failure.ts'

const key = Symbol.for('cnn-from-scratch.limited')
const script = new vm.Script(`globalThis[Symbol.for('cnn-from-scratch.limited')]()`)
const holder = globalThis as unknown as Record<symbol, () => void>

/**
 * Runs `body` and ends it when it takes longer than `seconds`, even inside a loop that never ends: no test timeout
 * can do that, because nothing else runs meanwhile. A `vm` script can be stopped from outside, and so can everything
 * that it calls. Without a limit while a debugger is attached.
 *
 * @param running - what is being called at the moment, for the message
 * @throws CheckFailure when the time is up
 */
export function limited(seconds: number, body: () => void, running: () => string): void {
  if (inspector.url()) return body()
  holder[key] = body
  try {
    script.runInThisContext({ timeout: seconds * 1000 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new CheckFailure(
      'Took too long',
      `${running()} was stopped after ${seconds} s. Is there a loop that never ends?`,
    )
  } finally {
    delete holder[key]
  }
}
