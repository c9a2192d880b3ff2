import type { RunnerTask, SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { findTodo } from '../../course/manifest.ts'

/**
 * Gives a verdict to checks whose process ended during the run, because it suddenly ran out of memory or ended itself.
 * Vitest leaves them pending, without a message that helps a learner. This reporter must come before the others, so
 * that they see the verdict too.
 */
export default class CrashedChecks implements Reporter {
  #vitest: Vitest | undefined
  /** The check that each module is currently running. */
  readonly #running = new Map<string, TestCase>()

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestCaseReady(test: TestCase): void {
    this.#running.set(test.module.id, test)
  }

  onTestCaseResult(test: TestCase): void {
    this.#running.delete(test.module.id)
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    if (reason === 'interrupted' || !this.#vitest) return
    for (const module of modules) {
      const pending = Array.from(module.children.allTests('pending'))
      if (pending.length === 0) continue
      const message = sentence(pending[0], this.#running.get(module.id))
      const error = { name: 'Ended early', message, stack: `Ended early: ${message}`, stacks: [] }
      const tasks = pending.map(({ id }) => this.#vitest?.state.idMap.get(id))
      for (let task of tasks as (RunnerTask | undefined)[]) {
        if (!task) continue
        task.result = { state: 'fail', errors: [error] }
        // Its suites and its file fail with it.
        for (task = task.suite ?? task.file; task; task = task.suite)
          task.result = { ...task.result, state: 'fail' }
      }
      // Vitest's own report of the same crash is no longer needed.
      const known = (errors as SerializedError[]).findIndex(({ cause }) =>
        String(cause?.message).includes(module.moduleId),
      )
      if (known !== -1) (errors as SerializedError[]).splice(known, 1)
    }
    this.#running.clear()
  }
}

function sentence(pending: TestCase, running: TestCase | undefined): string {
  const { todo } = (running ?? pending).meta()
  const work = todo === undefined ? 'your code' : `${pending.project.name}/${findTodo(todo).file}`
  const place = running ? ` during the check "${running.fullName}"` : ''
  return (
    `The process that ran the checks of ${work} ended${place}. Either it suddenly ran out of memory, or the code ` +
    'ends the process itself. All checks of this file that did not finish count as failed.'
  )
}
