import { fileURLToPath } from 'node:url'
import { afterAll, describe, inject, test, type RunnerTask } from 'vitest'
import { locateTodo } from '#kit/grading/locate.ts'
import { findTodo } from '#kit/grading/manifest.ts'
import { CheckFailure, dependsOnInput, findOpenTodo, withDetails } from './failure.ts'
import { limited } from './limited.ts'
import { markSkipped } from './mark-skipped.ts'
import { Report } from './report.ts'
import { noteStuck, runningCall } from './work.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** The TODO that a check belongs to. */
    todo?: string
    /** The TODO, still open, that kept a check from starting. */
    open?: string
  }
}

/**
 * The checks of one TODO: a suite named after it.
 *
 * @param id - its number in the manifest
 */
export function todo(id: string, body: () => void): void {
  describe(`${id} ${findTodo(id).title}`, { meta: { todo: id } }, () => {
    body()
    afterAll(markSkipped)
  })
}

/** Options of {@link check}. */
export interface CheckOptions {
  /** How long the check may take before it is stopped, in seconds; 5 by default. */
  seconds?: number
}

/**
 * One check. It passes when `body` returns, fails when it throws, and counts as *not started* when it runs into a
 * TODO that is still open. Relative errors and pictures that it reports are shown in the Vitest UI.
 */
export function check(
  name: string,
  body: (report: Report) => void,
  { seconds = 5 }: CheckOptions = {},
): void {
  test(name, async ({ task, annotate, skip }) => {
    const report = new Report()
    try {
      limited(seconds, () => body(report), runningCall)
      report.expectDecided()
    } catch (error) {
      if (error instanceof CheckFailure && error.name === 'Took too long') noteStuck(error)
      const open = findOpenTodo(error)
      if (!open) throw dependsOnInput(error) ? withDetails(error, `  Your code: ${whereIs(task)}`) : error
      task.meta.open = open.todo
      await annotate(open.message, 'not started')
      skip(`not started: ${open.message}`)
    } finally {
      for (const line of report.lines()) await annotate(line, 'measured')
      for (const { name: title, plot } of report.plots) {
        await annotate(title, 'plot', {
          contentType: 'image/svg+xml',
          body: await plot(),
          bodyEncoding: 'utf-8',
        })
      }
    }
  })
}

/** `file:line` of the TODO that a check belongs to, from the root of the kit. */
function whereIs({ meta }: RunnerTask): string {
  const { id, file } = findTodo(meta.todo ?? '')
  const path = `${inject('tree')}/${file}`
  return `${path}:${locateTodo(fileURLToPath(new URL(`../../${path}`, import.meta.url)), id)}`
}
