import { stripVTControlCharacters } from 'node:util'
import type {
  ResolvedConfig,
  Reporter,
  TestModule,
  TestRunEndReason,
  TestSpecification,
  Vitest,
} from 'vitest/node'
import { isSystemError, systemSentence } from '../../system/system-error.ts'
import { setDamagedAside } from '../../progress/state-file.ts'
import { partsOf } from '../../progress/recorded-parts.ts'
import { brokenIn, declaredIn, outcomeOf, type Declared } from './declared-checks.ts'
import { lentLines } from './lent-lines.ts'
import { faultsIn, tellingIn } from './telling-failure.ts'
import type { Outcome } from './outcome.ts'
import { wrongLines, type Failures } from './wrong-lines.ts'
import { manifest } from '../../course/manifest.ts'
import { brokenLines, comparisonLines, finishedLines, newlyDone } from '../../progress/announcements.ts'
import { everythingDone, finishLine, nextLine } from '../../progress/next-line.ts'
import { partLines } from '../../progress/part-lines.ts'
import { nextStep, progressOf, type PartProgress, type TodoProgress } from '../../progress/progress.ts'
import {
  failureOf,
  readRecord,
  recordFile,
  recordWithRun,
  writeRecord,
  type Failure,
  type ProgressRecord,
} from '../../progress/record.ts'
import { chooseNextTodo, currentTodo } from '../../progress/next-todo.ts'
import { noteRunBegins, noteRunEnds } from '../../progress/run-under-way.ts'
import { readSkipped, skippedFile } from '../../progress/skipped-todos.ts'
import { hasSolutions } from '../../course/solutions.ts'
import { throwingLines, waitingLines } from '../../progress/waiting-todos.ts'
import { fingerprintsOf, type Fingerprints } from '../../course/work-files.ts'
import { wrapped } from '../../text/wrap.ts'
import { isUserError } from '#kit/system/user-error.ts'

/** The Vitest projects that grade a tree. Each has the name of the tree's folder. */
const trees = ['assignments', 'solutions'] as const
/** The tree whose progress is saved. The work of others, which is graded, is nobody's progress here. */
const REMEMBERED = process.env.CNN_GRADING ? undefined : 'assignments'

/**
 * Prints, after every run, the points earned in each part and the one next step. In watch mode it reports on all
 * checks, including those that did not run again.
 *
 * The list of checks is fixed when they are declared, before any code of a submission runs. So no submission can add or
 * remove checks.
 */
export default class ProgressReporter implements Reporter {
  #vitest: Vitest | undefined
  readonly #declared = new Map<string, Declared[]>()
  /** The files that each TODO's checks ran, as they were when its last run began. */
  readonly #files = new Map<string, Fingerprints>()
  /** Whether a single run has confirmed that everything is done. */
  #confirmed = false

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    const { root } = this.#vitest!.config
    const run = specifications
      .filter(({ project }) => project.name === REMEMBERED)
      .map(({ moduleId }) => moduleId.replaceAll('\\', '/'))
    if (run.length > 0) noteRunBegins(root)
    const byChecks = Map.groupBy(
      manifest.flatMap(({ todos }) => todos),
      ({ checks }) => checks,
    )
    for (const [checks, todos] of byChecks) {
      if (!run.some((path) => path.endsWith(`/${checks}`))) continue
      const files = fingerprintsOf(todos[0], root)
      for (const { id } of todos) this.#files.set(id, files)
    }
  }

  onTestModuleCollected(module: TestModule): void {
    this.#declared.set(module.id, declaredIn(module))
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    if (!this.#vitest) return
    const { logger, state: results, config } = this.#vitest
    if (REMEMBERED !== undefined) noteRunEnds(config.root)
    for (const tree of trees) {
      const ofTree = ({ project }: TestModule): boolean => project.name === tree
      const graded = results.getTestModules().filter(ofTree)
      if (graded.length === 0) continue
      const checks = graded.flatMap(({ id }) => this.#declared.get(id) ?? [])
      const failures = failuresIn(checks)
      const parts = progressOf(
        checks.map((check) => outcomeOf(check, reason)),
        faultsIn(checks),
        brokenIn(graded),
      )
      const lent = lentTo(checks)
      const ran = this.#todosOf(modules.filter(ofTree), parts)
      const ranAll = ran.length === parts.flatMap(({ todos }) => todos).length
      const remembered = tree === REMEMBERED
      const { known, next, news } =
        remembered && reason !== 'interrupted'
          ? this.#remember(parts, failures, ranAll ? undefined : ran)
          : { known: parts, next: nextStep(parts.flatMap(({ todos }) => todos)), news: {} }
      const complete = everythingDone(parts)
      const confirmed = complete && (ranAll || this.#confirmed)
      if (remembered) this.#confirmed = confirmed
      const again = complete && !confirmed && config.watch
      const lines = this.lines({
        tree,
        root: config.root,
        parts,
        known,
        failures,
        allPrinted: printsEveryFailure(config.reporters),
        notes: [
          ...(lent.size > 0 ? lentLines(ran, lent) : waitingLines(parts, config.root, tree)),
          ...throwingLines(parts, config.root, tree),
        ],
        news,
        next,
        finish: everythingDone(known) ? finishLine(confirmed, again) : undefined,
      })
      logger.log(['', ...lines, ''].join('\n'))
      if (again) await this.#runAll()
    }
  }

  /** Returns the lines to print after a run. */
  protected lines({
    tree,
    root,
    parts,
    known,
    failures,
    allPrinted,
    notes,
    news,
    next,
    finish,
  }: Outcome): string[] {
    const ran = parts.filter(({ todos }) => todos.some(({ state }) => state !== 'not run'))
    return [
      ...partLines(known.filter(({ part }) => ran.some((each) => each.part === part))),
      ...wrongLines(parts, failures, { tree, root, allPrinted }),
      ...notes,
      ...(news.trouble ?? []),
      ...(news.finished ?? []),
      ...(news.broken ?? []),
      ...(hasSolutions(root) ? comparisonLines(news.done ?? []) : []),
      finish ?? nextLine(next, tree, root),
    ]
  }

  /** Returns the TODOs whose checks ran in these modules. */
  #todosOf(modules: readonly TestModule[], parts: readonly PartProgress[]): TodoProgress[] {
    const checks = modules.flatMap(({ id }) => this.#declared.get(id) ?? [])
    const ran = new Set(checks.flatMap(({ todo, leftOut }) => (leftOut ? [] : [todo])))
    return parts.flatMap(({ todos }) => todos).filter(({ todo }) => ran.has(todo.id))
  }

  /**
   * Adds the results of a run to the record.
   *
   * @param ran - the TODOs of the run, unless it ran all of them
   * @returns the current state of every TODO, what comes next, and the news
   */
  #remember(
    parts: readonly PartProgress[],
    failures: ReadonlyMap<string, Failures>,
    ran: readonly TodoProgress[] | undefined,
  ): Pick<Outcome, 'known' | 'next' | 'news'> {
    const { root } = this.#vitest!.config
    const todos = parts.flatMap((part) => part.todos)
    try {
      const damage = [...setDamagedAside(root, recordFile), ...setDamagedAside(root, skippedFile)]
      const before = readRecord(root)
      const at = ran && currentTodo(ran, before)
      const after: ProgressRecord = {
        ...recordWithRun(before, todos, tellingOf(failures), new Date().toISOString(), this.#files),
        at,
      }
      const unsaved = save(root, after)
      const known = partsOf(after, root)
      const next = chooseNextTodo(known, { at, skipped: readSkipped(root) })
      return {
        known,
        next,
        news: {
          trouble: [...damage, ...unsaved].map((sentence) => wrapped('  ', sentence)),
          finished: finishedLines(before, after, next?.todo),
          done: newlyDone(before, after),
          broken: brokenLines(after, known),
        },
      }
    } catch (error) {
      const reason = isSystemError(error) ? systemSentence(error) : (error as Error).message
      const trouble = [wrapped('  ', `Your progress could not be saved: ${reason}`)]
      return { known: parts, next: nextStep(todos), news: { trouble } }
    }
  }

  /** Runs all checks once more, because something may have broken on the way to the last green TODO. */
  async #runAll(): Promise<void> {
    const specifications = await this.#vitest!.globTestSpecifications()
    // This run ends only when its reporters have finished.
    setImmediate(() => void this.#vitest?.rerunTestSpecifications(specifications, true))
  }
}

/** Writes the record, or returns the reason why not. A read-only kit can still grade. */
function save(root: string, record: ProgressRecord): string[] {
  try {
    writeRecord(root, record)
    return []
  } catch (error) {
    if (!isUserError(error, 'refused')) throw error
    return [`Your progress is not saved: ${error.message}`]
  }
}

/** Returns whether one of Vitest's own reporters prints every failure in full. */
const printsEveryFailure = (reporters: ResolvedConfig['reporters']): boolean =>
  reporters.some(
    (reporter) => Array.isArray(reporter) && ['default', 'verbose', 'tree'].includes(reporter[0]),
  )

/** The most telling failure of each TODO. */
const tellingOf = (failures: ReadonlyMap<string, Failures>): Map<string, Failure> =>
  new Map(Array.from(failures, ([todo, { failure }]) => [todo, failure]))

function failuresIn(checks: readonly Declared[]): Map<string, Failures> {
  return new Map(
    Array.from(tellingIn(checks), ([todo, { test, more }]) => {
      const [{ name, message }] = test.result().errors!
      const [firstLine] = stripVTControlCharacters(String(message)).split('\n')
      const failure = failureOf(test.name, `${name}: ${firstLine}`, test.meta().reason)
      return [todo, { failure, more }]
    }),
  )
}

/** Returns the numbers of the TODOs lent to the checks of each TODO. TODOs without any are missing. */
function lentTo(checks: readonly Declared[]): Map<string, Set<string>> {
  const lent = new Map<string, Set<string>>()
  for (const { todo, test } of checks) {
    const ids = test.meta().lent
    if (ids) lent.set(todo, new Set([...(lent.get(todo) ?? []), ...ids]))
  }
  return lent
}
