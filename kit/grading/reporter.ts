import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { locateTodo } from './locate.ts'
import { partLines } from './part-lines.ts'
import { nextStep, progressOf, type CheckOutcome, type PartProgress } from './progress.ts'

/** The Vitest projects that grade a tree; each is named after the tree's folder. */
const trees = ['assignments', 'solutions'] as const

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

  onTestRunEnd(_modules: unknown, _errors: unknown, reason: TestRunEndReason): void {
    if (!this.#vitest) return
    const { root } = this.#vitest.config
    for (const tree of trees) {
      const modules = this.#vitest.state.getTestModules().filter(({ project }) => project.name === tree)
      if (modules.length === 0) continue
      const checks = modules.flatMap(({ id }) => this.#declared.get(id) ?? [])
      const outcomes = checks.map((check) => outcomeOf(check, reason))
      this.#vitest.logger.log(summary(outcomes, modules, tree, root))
    }
  }
}

/** The table and the next step for one tree, ready to print. */
function summary(
  outcomes: readonly CheckOutcome[],
  modules: readonly TestModule[],
  tree: string,
  root: string,
): string {
  const broken = new Set(
    modules.filter((module) => module.errors().length > 0).map((module) => workFile(module)),
  )
  const parts = progressOf(outcomes, broken)
  const run = parts.filter(({ todos }) => todos.some(({ state }) => state !== 'not run'))
  return ['', ...partLines(run), nextLine(parts, tree, root), ''].join('\n')
}

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

function nextLine(parts: readonly PartProgress[], tree: string, root: string): string {
  const next = nextStep(parts)
  if (next === undefined) {
    const everything = parts.every(({ earned, possible }) => earned === possible)
    return styleText(
      'green',
      everything ? '  All done: every TODO passes all of its checks.' : '  All that was run passes.',
    )
  }
  const { todo, state } = next
  const path = `${tree}/${todo.file}`
  const line = existsSync(join(root, path)) ? locateTodo(join(root, path), todo.id) : 1
  const what = state === 'wrong' ? 'is not right yet' : 'is not started'
  return `  Next  ${styleText('cyan', `${path}:${line}`)}  TODO ${todo.id}, ${todo.title}, ${what}`
}
