import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { locateTodo } from './locate.ts'
import { nextStep, progressOf, type CheckOutcome, type PartProgress, type TodoProgress } from './progress.ts'

/** The Vitest projects that grade a tree; each is named after the tree's folder. */
const trees = ['assignments', 'solutions'] as const

/**
 * Prints, after every run, what has been earned in each part and the one next step. In watch mode it looks at all
 * checks, also at those that did not run again.
 */
export default class ProgressReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(): void {
    if (!this.#vitest) return
    const { root } = this.#vitest.config
    for (const tree of trees) {
      const modules = this.#vitest.state.getTestModules().filter(({ project }) => project.name === tree)
      if (modules.length > 0) this.#vitest.logger.log(summary(modules, tree, root))
    }
  }
}

/** The table and the next step for one tree, ready to print. */
function summary(modules: readonly TestModule[], tree: string, root: string): string {
  const outcomes = modules.flatMap((module) => Array.from(module.children.allTests()).flatMap(outcomeOf))
  const broken = new Set(
    modules.filter((module) => module.errors().length > 0).map((module) => workFile(module)),
  )
  const parts = progressOf(outcomes, broken)
  const run = parts.filter(({ todos }) => todos.some(({ state }) => state !== 'not run'))
  const width = Math.max(0, ...run.map(({ part }) => part.title.length))
  const lines = run.map((part) => partLine(part, width))
  return ['', ...lines, nextLine(parts, tree, root), ''].join('\n')
}

function outcomeOf(test: TestCase): CheckOutcome[] {
  const { todo, open } = test.meta()
  if (todo === undefined) return []
  switch (test.result().state) {
    case 'passed':
      return [{ todo, state: 'passed' }]
    case 'failed':
      return [{ todo, state: 'failed' }]
    case 'skipped':
      // Skipped without running into an open TODO: left out by -t, so it says nothing.
      return open === undefined ? [] : [{ todo, state: 'not started', open }]
    default:
      return []
  }
}

/** The file that a check file grades: `checks/1-x/layers.check.ts` grades `1-x/layers.ts`. */
const workFile = (module: TestModule): string =>
  module.moduleId
    .replaceAll('\\', '/')
    .replace(/^.*\/checks\//, '')
    .replace('.check.ts', '.ts')

function partLine({ part, todos, earned, possible }: PartProgress, width: number): string {
  const count = (state: TodoProgress['state']): number => todos.filter((todo) => todo.state === state).length
  const words = (['done', 'wrong', 'not started', 'not run'] as const)
    .map((state) => [count(state), state] as const)
    .filter(([number]) => number > 0)
    .map(([number, state]) => styleText(colors[state], `${number} ${state}`))
  const points = `${String(earned).padStart(3)} of ${possible} points`
  return `  Part ${part.number}  ${part.title.padEnd(width)}  ${bar(earned / possible)}  ${points}  ${words.join(', ')}`
}

const colors = { done: 'green', wrong: 'red', 'not started': 'yellow', 'not run': 'dim' } as const

function bar(share: number): string {
  const cells = 20
  const filled = Math.floor(share * cells)
  return styleText('green', '█'.repeat(filled)) + styleText('dim', '░'.repeat(cells - filled))
}

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
