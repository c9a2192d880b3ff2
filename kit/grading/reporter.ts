import { stripVTControlCharacters, styleText } from 'node:util'
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { placeOf } from './locate.ts'
import { comparisonLines, newsLines } from './news.ts'
import { partLines } from './part-lines.ts'
import { firstNotRun, nextStep, progressOf, type CheckOutcome, type PartProgress } from './progress.ts'
import { partsOf, readRecord, updated, writeRecord, type Failure } from './record.ts'
import { hasSolutions } from './solutions.ts'
import { waitingLines } from './waiting.ts'
import { terminalColumns, wrapped } from './wrapped.ts'

/** The Vitest projects that grade a tree; each is named after the tree's folder. */
const trees = ['assignments', 'solutions'] as const
/** The tree whose progress is remembered from run to run. */
const REMEMBERED = 'assignments'

/** A check as it was declared. */
interface Declared {
  todo: string
  test: TestCase
  /** Not part of the run: `-t` names others. */
  leftOut: boolean
}

/**
 * Prints, after every run, what has been earned in each part and the one next step. In watch mode it looks at all
 * checks, also at those that did not run again.
 *
 * Which checks there are is settled when they are declared, before any code of a submission runs: no submission can
 * add some of its own, or lose one.
 */
export default class ProgressReporter implements Reporter {
  #vitest: Vitest | undefined
  readonly #declared = new Map<string, Declared[]>()
  /** Whether everything was done already after the run before. */
  #complete = false

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestModuleCollected(module: TestModule): void {
    const checks = Array.from(module.children.allTests()).flatMap((test): Declared[] => {
      const { todo } = test.meta()
      return todo === undefined ? [] : [{ todo, test, leftOut: test.options.mode === 'skip' }]
    })
    this.#declared.set(module.id, checks)
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    if (!this.#vitest) return
    const { logger, state: results, config } = this.#vitest
    for (const tree of trees) {
      const ofTree = ({ project }: TestModule): boolean => project.name === tree
      const graded = results.getTestModules().filter(ofTree)
      if (graded.length === 0) continue
      const checks = graded.flatMap(({ id }) => this.#declared.get(id) ?? [])
      const parts = progressOf(
        checks.map((check) => outcomeOf(check, reason)),
        brokenIn(graded),
      )
      const failures = firstFailures(checks)
      const remembered = tree === REMEMBERED
      const { known: shown, news } =
        remembered && reason !== 'interrupted'
          ? remember(config.root, parts, failures)
          : { known: parts, news: [] }
      const lines = [
        ...partLines(shown.filter(({ todos }) => todos.some(({ state }) => state !== 'not run'))),
        ...wrongLines(parts, failures, tree, config.root),
        ...waitingLines(parts, config.root, tree),
        ...news,
        nextLine(parts, shown, tree, config.root),
      ]
      logger.log(['', ...lines, ''].join('\n'))
      if (!remembered) continue
      const wasComplete = this.#complete
      this.#complete = everythingDone(parts)
      if (this.#complete && !wasComplete) await this.#lookAgain(modules.filter(ofTree), graded)
    }
  }

  /** When the last TODO turns green in watch mode, all checks run once more: nothing may have broken on the way. */
  async #lookAgain(run: readonly TestModule[], known: readonly TestModule[]): Promise<void> {
    if (!this.#vitest?.config.watch || run.length === known.length) return
    this.#vitest.logger.log('  To be sure, all checks run once more.\n')
    const specifications = await this.#vitest.globTestSpecifications()
    // After this run, which is not over before its reporters are.
    setImmediate(() => void this.#vitest?.rerunTestSpecifications(specifications, true))
  }
}

/** Where each wrong TODO stands and what is wrong with it: editors make links and problems of them. */
function wrongLines(
  parts: readonly PartProgress[],
  failures: ReadonlyMap<string, Failure>,
  tree: string,
  root: string,
): string[] {
  // What VS Code makes a problem of has to be one line.
  const columns = process.env.TERM_PROGRAM === 'vscode' ? Infinity : terminalColumns()
  return parts
    .flatMap(({ todos }) => todos)
    .filter(({ state }) => state === 'wrong')
    .map(({ todo }) => {
      const { explanation } = failures.get(todo.id) ?? { explanation: 'its checks could not be run.' }
      const place = styleText('cyan', placeOf(todo, root, tree))
      const what = `TODO ${todo.id}, ${todo.title}: ${explanation.replace(/^Wrong answer: /, '')}`
      return wrapped(`${styleText('red', '  Wrong')} `, `${place}  ${what}`, columns)
    })
}

/** The files whose checks could not be collected. */
const brokenIn = (modules: readonly TestModule[]): ReadonlySet<string> =>
  new Set(modules.filter((module) => module.errors().length > 0).map(workFile))

/** What is known of every TODO after a run, and what is new by it, as lines to print. */
function remember(
  root: string,
  parts: readonly PartProgress[],
  failures: ReadonlyMap<string, Failure>,
): { known: readonly PartProgress[]; news: string[] } {
  try {
    const before = readRecord(root)
    const todos = parts.flatMap((part) => part.todos)
    const after = updated(before, todos, failures, new Date().toISOString())
    writeRecord(root, after)
    const comparison = hasSolutions(root) ? comparisonLines(before, after) : []
    return { known: partsOf(after), news: [...newsLines(before, after), ...comparison] }
  } catch (error) {
    return {
      known: parts,
      news: [wrapped('  ', `Your progress could not be saved: ${(error as Error).message}`)],
    }
  }
}

/** The first failure of each TODO; rather one that names a cause than one that only says how much is wrong. */
function firstFailures(checks: readonly Declared[]): Map<string, Failure> {
  const failures = new Map<string, Failure>()
  for (const { todo, test } of checks) {
    const { state, errors } = test.result()
    if (state !== 'failed' || isExplained(failures.get(todo))) continue
    const [{ name, message }] = errors
    const [firstLine] = stripVTControlCharacters(message).split('\n')
    const failure = { check: test.name, explanation: `${name}: ${firstLine}` }
    if (!failures.has(todo) || isExplained(failure)) failures.set(todo, failure)
  }
  return failures
}

const isExplained = (failure: Failure | undefined): boolean =>
  failure !== undefined && !/ is wrong in \d+ of \d+ /.test(failure.explanation)

function outcomeOf({ todo, test, leftOut }: Declared, reason: TestRunEndReason): CheckOutcome {
  const { state } = test.result()
  if (state === 'passed' || state === 'failed') return { todo, state }
  // Its process ended under it.
  if (state === 'pending') return { todo, state: reason === 'interrupted' ? 'not run' : 'failed' }
  const { open } = test.meta()
  return leftOut || open === undefined ? { todo, state: 'not run' } : { todo, state: 'not started', open }
}

/** The file that a check file grades: `checks/1-x/layers.check.ts` grades `1-x/layers.ts`. */
const workFile = (module: TestModule): string =>
  module.moduleId
    .replaceAll('\\', '/')
    .replace(/^.*\/checks\//, '')
    .replace('.check.ts', '.ts')

const everythingDone = (parts: readonly PartProgress[]): boolean =>
  parts.every(({ earned, possible }) => earned === possible)

const ALL_DONE = `All done: every TODO passes all of its checks. You have written a convolutional network from nothing:
every layer with its gradient, every update rule, every instrument. Well done!`

const TO_BE_SURE = 'Every TODO has passed its checks. To be sure, check all of them once more: npx vitest run'

/** What to do next: in what was run, or else in what is known from earlier runs. */
function nextLine(
  run: readonly PartProgress[],
  known: readonly PartProgress[],
  tree: string,
  root: string,
): string {
  if (everythingDone(run)) return wrapped('  ', styleText('green', ALL_DONE))
  if (everythingDone(known)) return wrapped('  ', styleText('green', TO_BE_SURE))
  const next = nextStep(known) ?? (known === run ? undefined : firstNotRun(known))
  if (next === undefined) return styleText('green', '  All that was run passes.')
  const { todo, state } = next
  const what = {
    wrong: 'is not right yet',
    'not started': 'is not started',
    'not run': 'comes next',
    done: '',
  }[state]
  const place = styleText('cyan', placeOf(todo, root, tree))
  return wrapped('  Next  ', `${place}  TODO ${todo.id}, ${todo.title}, ${what}`)
}
