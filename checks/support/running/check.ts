import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, inject, test, type RunnerTask, type TestContext } from 'vitest'
import { cause, type Reason } from '#kit/course/causes/index.ts'
import { beginLending, lentSoFar } from '#kit/vitest/plugins/lent-todos.ts'
import { importsOf } from '#kit/course/imports/imports.ts'
import { throwOf } from '#kit/course/is-written.ts'
import { locate, placeOf } from '#kit/course/locate.ts'
import { findTodo, partOf, tagOf } from '#kit/course/manifest.ts'
import { gigabytes } from '#kit/system/memory.ts'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import { readOrEmpty } from '#kit/system/read-or-empty.ts'
import { blameEarlier, blameLayers, type Uses } from '../explaining/blame.ts'
import {
  CheckFailure,
  dependsOnInput,
  explainedBy,
  faultOf,
  findOpenTodo,
  originsOf,
  reasonOf,
  saysLittle,
  withDetails,
  type OpenTodo,
} from '../explaining/failure.ts'
import { dependsOnEarlierCalls } from '../explaining/earlier-calls.ts'
import { explainByChange } from '../explaining/search/search.ts'
import { batteryOf } from '../battery/index.ts'
import { isolated } from '../isolation/current.ts'
import { limitReached } from '../isolation/limits.ts'
import { runWithLimits } from './time-limit.ts'
import { beginDrawing } from './drawing.ts'
import { beginFinding, foundSoFar } from './found-failure.ts'
import { beginRecording } from './recorded-calls.ts'
import { beginBlaming, blamed } from '../explaining/fault-elsewhere.ts'
import { Report } from './report.ts'
import { summarize, whereIn } from './thrown-error.ts'
import type { Limit } from './watchdog.ts'
import { callToBlame, expectUnchangedBuiltIns, gradedFunction, noteStuck, type Work } from './work.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether anything displays annotations. The terminal would only repeat them below a failure. */
    annotations: boolean
  }
  interface TaskMeta {
    /** The TODO that a check belongs to. */
    todo?: string
    /** The TODO, open or wrong, that kept a check from starting. */
    open?: string
    /** The TODOs that were not started and were replaced by the kit's solutions. */
    lent?: string[]
    /** Why a check failed. */
    reason?: Reason
  }
}

/**
 * Decides who is to blame for a wrong answer, if not the TODO itself.
 *
 * @param after - earlier TODOs that only this check uses
 */
type Blame = (failure: CheckFailure, task: RunnerTask, after: readonly string[]) => CheckFailure

/** The blame of the TODO whose checks are being declared. */
let blameOfTodo: Blame

/**
 * Declares the checks of one TODO in a suite named after it.
 *
 * @param id - its number in the manifest
 */
export const todo = (id: string, body: () => void): void => declareTodo(id, body, (failure) => failure)

/** Declares the checks of one TODO of a network. Its layers, or its earlier TODOs, may be to blame for wrong answers. */
export const networkTodo = (id: string, { work, layers }: Uses, body: () => void): void =>
  declareTodo(id, body, (failure, task) => blameLayers(failure, id, { work, layers: layersIn(task, layers) }))

/**
 * Declares the checks of a TODO that uses earlier ones. They may be to blame for wrong answers, as a forward function is
 * for the gradients of its backward function.
 *
 * @param before - its file, the TODOs in it that it comes after, and other files that it may use
 */
export const laterTodo = (
  id: string,
  before: { work: Work<object>; after: readonly string[]; layers?: readonly Work<object>[] },
  body: () => void,
): void =>
  declareTodo(id, body, (failure, task, more) =>
    blameEarlier(failure, {
      work: before.work,
      layers: layersIn(task, before.layers ?? []),
      after: [...more, ...before.after],
    }),
  )

function declareTodo(id: string, body: () => void, blame: Blame): void {
  describe(`${id} ${findTodo(id).title}`, { meta: { todo: id }, tags: [tagOf(partOf(id))] }, () => {
    blameOfTodo = blame
    body()
    for (const [name, run] of Object.entries(batteryOf(findTodo(id).title, gradedFunction))) check(name, run)
  })
}

/** Options of {@link check}. */
export interface CheckOptions {
  /** The time in seconds after which the check is stopped; 5 by default. */
  seconds?: number
  /** Earlier TODOs of the file that this check uses besides those of its TODO; see {@link laterTodo}. */
  after?: readonly string[]
}

/**
 * Declares one check. It passes when `body` returns, fails when it throws, and counts as *not started* when it runs
 * into a TODO that is still open. The Vitest UI shows the relative errors and pictures that it reports.
 */
export function check(
  name: string,
  body: (report: Report) => void,
  { seconds = 5, after = [] }: CheckOptions = {},
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
      isolated()?.forget()
      beginDrawing()
      beginFinding()
      beginRecording()
      beginBlaming((wrong) => {
        // The search for the fault may use further solutions of the kit.
        noteLent()
        return blame(wrong, task, after)
      })
      try {
        const open = judge(body, report)
        // A stub has done nothing that the next file of checks could notice.
        if (open && !isStub(open.todo)) isolated()?.distrust()
        return open
      } catch (error) {
        const awaited = awaitedTodo(error, task)
        if (awaited) return awaited
        throw error
      } finally {
        // A call that was stopped in its own process has left the check without a verdict.
        judged = limitReached() === undefined
      }
    }
    try {
      const open = await runWithLimits(seconds, judgement, (limit) => stopped(limit, seconds, judged))
      if (!open) return
      task.meta.open = open.todo
      // The Vitest UI says of every check without an error that it has passed.
      await annotate(`Neither passed nor failed: ${open.message}`, 'not started')
      skip(`not started: ${open.message}`)
    } catch (error) {
      // A fault elsewhere has made the checks of its own TODO fail as well.
      const isOwn = !(error instanceof CheckFailure) || faultOf(error) === undefined
      if (isOwn && task.meta.open === undefined) isolated()?.distrust()
      failure = dependsOnInput(error)
        ? withDetails(await namedInTime(error, task), whereToLook(faultOf(error) ?? task.meta.todo ?? ''))
        : error
      if (failure instanceof CheckFailure) task.meta.reason = reasonOf(failure)
      throw failure
    } finally {
      noteLent()
      if (inject('annotations')) await show(annotate, report, failure)
    }
  })
}

/** The time in seconds that the search for a mistake may compute, however large its calls are. */
const SEARCH_LIMIT = 5

/** Returns the failure with the mistake that explains it, if that is found in time. */
const namedInTime = (failure: CheckFailure, task: RunnerTask): Promise<CheckFailure> =>
  runWithLimits(
    SEARCH_LIMIT,
    () => named(failure, task),
    () => failure,
  ).catch(() => failure)

/** Returns the failure with the mistake that explains it, if that is known. */
async function named(failure: CheckFailure, { meta }: RunnerTask): Promise<CheckFailure> {
  if (faultOf(failure) !== undefined || meta.todo === undefined) return failure
  // An error that is not about shapes says itself what is wrong. The search would explain other calls.
  if (reasonOf(failure).cause === 'crash/other') return failure
  // A replay of one case shows what that case does, and nothing else. A seed alone, without a path, repeats all of them.
  if (process.env.REPLAY?.includes(':')) return failure
  const kept = dependsOnEarlierCalls(meta.todo, failure)
  if (kept !== undefined) return explainedBy(failure, [kept])
  const found = await explainByChange(meta.todo, originsOf(failure), saysLittle(failure))
  return found === undefined ? failure : explainedBy(failure, found)
}

/** Shows in the Vitest UI what a check measured. Why it failed is in its message, which stands above that. */
async function show(annotate: TestContext['annotate'], report: Report, failure: unknown): Promise<void> {
  // After a failure, the message has its error. The other measured errors are from earlier cases, which were right.
  for (const line of failure === undefined ? report.lines() : report.notes) await annotate(line, 'measured')
  for (const { name, plot } of report.plots)
    await annotate(name, 'plot', { contentType: 'image/svg+xml', body: await plot(), bodyEncoding: 'utf-8' })
}

/**
 * Runs the body of a check. Everything that touches what a submission returned or threw happens here, within limits.
 *
 * @returns the open TODO that it ran into, if any
 * @throws CheckFailure and nothing else
 */
function judge(body: (report: Report) => void, report: Report): OpenTodo | undefined {
  try {
    body(report)
    report.expectReliableGradients()
    return undefined
  } catch (error) {
    const open = findOpenTodo(error)
    if (open) return open
    if (dependsOnInput(error)) throw faultOf(error) === undefined ? blamed(error) : error
    if (error instanceof CheckFailure) throw error
    const thrown = `${summarize(error)}${whereIn(error, 'checks/')}`
    throw blamed(new CheckFailure('Crashed', cause('crash/check', { thrown })))
  } finally {
    expectUnchangedBuiltIns()
  }
}

/**
 * Returns the earlier TODO that is to blame for a failure if the check's own TODO is untouched: such a check waits.
 * Nobody should read that something is wrong which they have not begun.
 */
function awaitedTodo(error: unknown, { meta }: RunnerTask): OpenTodo | undefined {
  const fault = error instanceof CheckFailure ? faultOf(error) : undefined
  // The kit's own code, in place of an earlier TODO, is right.
  if (fault === undefined || meta.todo === undefined || lentSoFar().includes(fault)) return undefined
  if (!isStub(meta.todo)) return undefined
  return {
    todo: fault,
    message: `it waits for TODO ${fault}, ${findTodo(fault).title}, which is not right yet`,
  }
}

/** Returns whether a TODO still throws, as its stub does. */
const isStub = (id: string): boolean => throwOf(id).test(readOrEmpty(join(root, fileOf(id))))

/**
 * Returns the failure of a check that was stopped. The call to blame is not made again, unless the check has already found
 * what is wrong.
 *
 * @param judged - whether the check already had its verdict and only something it left behind kept running
 */
function stopped(limit: Limit, seconds: number, judged: boolean): CheckFailure {
  const found = foundSoFar()
  if (limit === 'time' && !judged && found !== undefined) return found
  const call = callToBlame(judged)
  const failure =
    limit === 'memory'
      ? new CheckFailure('Out of memory', cause('limit/memory', { call, limit: gigabytes(memoryLimit()) }))
      : judged
        ? new CheckFailure('Took too long', cause('limit/left-running', { call }))
        : new CheckFailure('Took too long', cause('limit/endless', { call, seconds }))
  noteStuck(failure, judged)
  return failure
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Returns the path of a TODO's file, relative to the root of the kit. */
const fileOf = (id: string): string => `${inject('tree')}/${findTodo(id).file}`

/** Selects the layers that a network really imports. For some layers the kit has its own version. */
function layersIn(task: RunnerTask, layers: readonly Work<object>[]): readonly Work<object>[] {
  if (layers.length === 0) return layers
  const file = fileOf(task.meta.todo ?? '')
  // A file can be written so that parsing it ends the process.
  const sources = isolated()?.importsOf(file) ?? importsOf(readOrEmpty(join(root, file)))
  return layers.filter(({ path }) => sources.some((source) => source.endsWith(`/${basename(path)}`)))
}

/** Returns where a TODO is explained and where its code is, as `file:line` relative to the root of the kit. */
function whereToLook(id: string): string {
  const sought = findTodo(id)
  const handout = `assignments/${partOf(id).folder}/README.md`
  return [
    `  Explained in: ${handout}:${locate(join(root, handout), `## ${id} ${sought.title}`)}`,
    `  Your code:    ${placeOf(sought, root, inject('tree'))}`,
  ].join('\n')
}
