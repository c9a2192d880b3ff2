import type { TestCase, TestModule, TestRunEndReason } from 'vitest/node'
import type { CheckOutcome } from '../../progress/progress.ts'

/** A check as it was declared. */
export interface Declared {
  todo: string
  test: TestCase
  /** Whether `-t` excluded the check from the run. */
  leftOut: boolean
}

/** Returns the checks that a check file declares. */
export const declaredIn = (module: TestModule): Declared[] =>
  Array.from(module.children.allTests()).flatMap((test): Declared[] => {
    const { todo } = test.meta()
    return todo === undefined ? [] : [{ todo, test, leftOut: test.options.mode === 'skip' }]
  })

/** Returns the result of a check after a run. */
export function outcomeOf({ todo, test, leftOut }: Declared, reason: TestRunEndReason): CheckOutcome {
  const { state } = test.result()
  const [lent] = test.meta().lent ?? []
  // The check waits for the lent TODO, as without lending: the kit's code earns no points.
  if (state === 'passed' && lent !== undefined) return { todo, state: 'not started', open: lent }
  if (state === 'passed' || state === 'failed') return { todo, state }
  // Its process ended during the check.
  if (state === 'pending') return { todo, state: reason === 'interrupted' ? 'not run' : 'failed' }
  const { open } = test.meta()
  return leftOut || open === undefined ? { todo, state: 'not run' } : { todo, state: 'not started', open }
}

/** Returns the check files that could not be collected. */
export const brokenIn = (modules: readonly TestModule[]): ReadonlySet<string> =>
  new Set(modules.filter((module) => module.errors().length > 0).map(checkFile))

/** Returns the path of a check file as the manifest has it. */
const checkFile = ({ moduleId }: TestModule): string =>
  moduleId.replaceAll('\\', '/').replace(/^.*\/(?=checks\/)/, '')
