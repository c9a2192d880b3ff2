import { fileURLToPath } from 'node:url'
import { afterAll, describe, inject, test, type RunnerTask } from 'vitest'
import { locateTodo } from '#kit/grading/locate.ts'
import { findTodo } from '#kit/grading/manifest.ts'
import { CheckFailure, dependsOnInput, findOpenTodo, withDetails, type OpenTodo } from './failure.ts'
import { limited } from './limited.ts'
import { markSkipped } from './mark-skipped.ts'
import { Report } from './report.ts'
import { summarize, whereIn } from './thrown.ts'
import type { Limit } from './watchdog.ts'
import { expectIntrinsics, noteStuck, runningCall } from './work.ts'

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
      const open = await limited(
        seconds,
        () => judge(body, report),
        (limit) => stopped(limit, seconds),
      )
      if (!open) return
      task.meta.open = open.todo
      await annotate(open.message, 'not started')
      skip(`not started: ${open.message}`)
    } catch (error) {
      throw dependsOnInput(error) ? withDetails(error, `  Your code: ${whereIs(task)}`) : error
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

/**
 * Runs the body of a check. All that touches what a submission returned or threw happens in here, within the limits.
 *
 * @returns the open TODO that it ran into, if it did
 * @throws CheckFailure and nothing else
 */
function judge(body: (report: Report) => void, report: Report): OpenTodo | undefined {
  try {
    body(report)
    report.expectDecided()
    return undefined
  } catch (error) {
    const open = findOpenTodo(error)
    if (open) return open
    if (error instanceof CheckFailure) throw error
    const sentence = `The check cannot go on with what it was given: ${summarize(error)}${whereIn(error, 'checks/')}`
    throw new CheckFailure('Crashed', sentence)
  } finally {
    expectIntrinsics()
  }
}

/** What is said of a check that was stopped. The call that was under way is not made again. */
function stopped(limit: Limit, seconds: number): CheckFailure {
  const failure =
    limit === 'time'
      ? new CheckFailure(
          'Took too long',
          `${runningCall()} was stopped after ${seconds} s. Is there a loop that never ends?`,
        )
      : new CheckFailure(
          'Out of memory',
          `${runningCall()} was stopped: the checks took more than 1 GB of memory. Is there an array that never stops growing?`,
        )
  noteStuck(failure)
  return failure
}

/** `file:line` of the TODO that a check belongs to, from the root of the kit. */
function whereIs({ meta }: RunnerTask): string {
  const { id, file } = findTodo(meta.todo ?? '')
  const path = `${inject('tree')}/${file}`
  return `${path}:${locateTodo(fileURLToPath(new URL(`../../${path}`, import.meta.url)), id)}`
}
