import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { describe, inject, test, type RunnerTask, type TestContext } from 'vitest'
import { cause, type Reason } from '#kit/course/causes/index.ts'
import { beginLending, lentSoFar } from '#kit/vitest/plugins/lent-todos.ts'
import { importsOf } from '#kit/course/imports.ts'
import { locate, readOrEmpty } from '#kit/course/locate.ts'
import { findTodo, partOf, tagOf } from '#kit/course/manifest.ts'
import { blameForward, blameLayers } from '../explaining/blame.ts'
import {
  CheckFailure,
  dependsOnInput,
  faultOf,
  findOpenTodo,
  reasonOf,
  withDetails,
  type OpenTodo,
} from '../explaining/failure.ts'
import { failurePicture } from '../explaining/failure-picture.ts'
import { limited } from './time-limit.ts'
import { Report } from './report.ts'
import { summarize, whereIn } from './thrown-error.ts'
import type { Limit } from './watchdog.ts'
import { callToBlame, expectIntrinsics, noteStuck, type Work } from './work.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether anybody looks at annotations: the terminal would only repeat them below a failure. */
    annotations: boolean
  }
  interface TaskMeta {
    /** The TODO that a check belongs to. */
    todo?: string
    /** The TODO, still open, that kept a check from starting. */
    open?: string
    /** The TODOs, not started, for which the kit's solutions stood in. */
    lent?: string[]
    /** Why a check failed. */
    reason?: Reason
  }
}

/** Says of a wrong answer whose fault it is, if not that of the TODO itself. */
type Blame = (failure: CheckFailure, task: RunnerTask) => CheckFailure

/** That of the TODO whose checks are being declared. */
let blameOfTodo: Blame

/**
 * The checks of one TODO: a suite named after it.
 *
 * @param id - its number in the manifest
 */
export const todo = (id: string, body: () => void): void => declareTodo(id, body, (failure) => failure)

/**
 * The checks of one TODO of a network, whose wrong answers may be the fault of its layers.
 *
 * @param uses - the files with the layers that it uses
 */
export const networkTodo = (id: string, uses: readonly Work<object>[], body: () => void): void =>
  declareTodo(id, body, (failure, task) => blameLayers(failure, layersIn(task, uses)))

/**
 * The checks of a backward function, whose wrong answers may be the fault of the forward function before it.
 *
 * @param work - the file of both
 * @param forward - the TODO of the forward function
 */
export const backwardTodo = (
  id: string,
  { work, forward }: { work: Work<object>; forward: string },
  body: () => void,
): void => declareTodo(id, body, (failure) => blameForward(failure, work, forward))

function declareTodo(id: string, body: () => void, blame: Blame): void {
  describe(`${id} ${findTodo(id).title}`, { meta: { todo: id }, tags: [tagOf(partOf(id))] }, () => {
    blameOfTodo = blame
    body()
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
  const blame = blameOfTodo
  test(name, async ({ task, annotate, skip }) => {
    const report = new Report()
    let failure: unknown
    let judged = false
    const noteLent = (): void => {
      const lent = lentSoFar()
      if (lent.length > 0) task.meta.lent ??= lent
    }
    const judgement = (): OpenTodo | undefined => {
      beginLending(task.meta.todo)
      try {
        return judge(body, report, (wrong) => {
          // Looking for the fault reaches more.
          noteLent()
          return blame(wrong, task)
        })
      } finally {
        judged = true
      }
    }
    try {
      const open = await limited(seconds, judgement, (limit) => stopped(limit, seconds, judged))
      if (!open) return
      task.meta.open = open.todo
      await annotate(open.message, 'not started')
      skip(`not started: ${open.message}`)
    } catch (error) {
      failure = dependsOnInput(error)
        ? withDetails(error, whereToLook(faultOf(error) ?? task.meta.todo ?? ''))
        : error
      if (failure instanceof CheckFailure) task.meta.reason = reasonOf(failure)
      throw failure
    } finally {
      noteLent()
      if (inject('annotations')) await show(annotate, report, failure)
    }
  })
}

/** Shows in the Vitest UI why a check failed, and what it measured. */
async function show(annotate: TestContext['annotate'], report: Report, failure: unknown): Promise<void> {
  const picture = (body: string) => ({ contentType: 'image/svg+xml', body, bodyEncoding: 'utf-8' }) as const
  if (failure instanceof CheckFailure) {
    const message = stripVTControlCharacters(failure.message)
    await annotate(message.split('\n')[0], failure.name, picture(failurePicture(message)))
  }
  // Where something is wrong, the message has its error; what was noted is from the cases before, which were right.
  for (const line of failure === undefined ? report.lines() : report.notes) await annotate(line, 'measured')
  for (const { name, plot } of report.plots) await annotate(name, 'plot', picture(await plot()))
}

/**
 * Runs the body of a check. All that touches what a submission returned or threw happens in here, within the limits.
 *
 * @returns the open TODO that it ran into, if it did
 * @throws CheckFailure and nothing else
 */
function judge(
  body: (report: Report) => void,
  report: Report,
  blame: (failure: CheckFailure) => CheckFailure,
): OpenTodo | undefined {
  try {
    body(report)
    report.expectDecided()
    return undefined
  } catch (error) {
    const open = findOpenTodo(error)
    if (open) return open
    if (dependsOnInput(error)) throw blame(error)
    if (error instanceof CheckFailure) throw error
    const thrown = `${summarize(error)}${whereIn(error, 'checks/')}`
    throw new CheckFailure('Crashed', cause('crash/check', { thrown }))
  } finally {
    expectIntrinsics()
  }
}

/**
 * What is said of a check that was stopped. The call to blame is not made again.
 *
 * @param judged - whether the check had its verdict, and only what it left behind went on
 */
function stopped(limit: Limit, seconds: number, judged: boolean): CheckFailure {
  const call = callToBlame(judged)
  const failure =
    limit === 'memory'
      ? new CheckFailure('Out of memory', cause('limit/memory', { call }))
      : judged
        ? new CheckFailure('Took too long', cause('limit/left-running', { call }))
        : new CheckFailure('Took too long', cause('limit/endless', { call, seconds }))
  noteStuck(failure, judged)
  return failure
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The file of a TODO, from the root of the kit. */
const fileOf = (id: string): string => `${inject('tree')}/${findTodo(id).file}`

/** Those of the layers that a network really imports: of some, the kit has its own. */
function layersIn(task: RunnerTask, layers: readonly Work<object>[]): readonly Work<object>[] {
  if (layers.length === 0) return layers
  const sources = importsOf(readOrEmpty(join(root, fileOf(task.meta.todo ?? ''))))
  return layers.filter(({ path }) => sources.some((source) => source.endsWith(`/${basename(path)}`)))
}

/** Where a TODO is explained and where it stands, as `file:line` from the root of the kit. */
function whereToLook(id: string): string {
  const { title } = findTodo(id)
  const place = (path: string, text: string): string => `${path}:${locate(join(root, path), text)}`
  return [
    `  Explained in: ${place(`assignments/${partOf(id).folder}/README.md`, `## ${id} ${title}`)}`,
    `  Your code:    ${place(fileOf(id), `// TODO ${id}:`)}`,
  ].join('\n')
}
