import { stripVTControlCharacters } from 'node:util'
import type { RunnerTask, RunnerTestFile } from 'vitest'
import type { TestModule, TestSpecification, Vitest } from 'vitest/node'
import OneFailureATodo from '../../../vitest/reporters/one-failure-a-todo.ts'

/**
 * Prints nothing but one line on what is being checked, while it is checked, and the failure of one TODO when it is asked
 * for it.
 */
export class CalmFailures extends OneFailureATodo {
  #results: [files: RunnerTestFile[], errors: unknown[]] = [[], []]
  #files = 0
  #checked = 0

  constructor() {
    super({ summary: false })
  }

  override onInit(vitest: Vitest): void {
    this.ctx = vitest
  }

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    super.onTestRunStart(specifications)
    this.#files = specifications.length
    this.#checked = 0
    this.#show('Starting the checks ...')
  }

  override onTestModuleCollected(module: TestModule): void {
    this.#show(`Checking ${nameOf(module)} (${this.#checked} of ${this.#files} files are done) ...`)
  }

  override printTestModule(): void {
    this.#checked++
  }

  override reportSummary(files: RunnerTestFile[], errors: unknown[]): void {
    this.#show('')
    this.#results = [files, errors]
  }

  override reportTestSummary(): void {}

  /** Vitest's own keys do nothing here. */
  override onWatcherStart(): void {}

  /** Prints the most telling failure of a TODO, and whatever went wrong outside of checks. */
  showFailure(todo: string | undefined): void {
    const [files, errors] = this.#results
    super.reportSummary(
      files.map((file) => ofTodo(file, todo)),
      errors,
    )
  }

  /** Replaces the line on what is being done. */
  #show(text: string): void {
    const line = stripVTControlCharacters(text).slice(0, (process.stdout.columns || 80) - 3)
    process.stdout.write(`\r\u001b[K${line === '' ? '' : `  ${line}`}`)
  }
}

/** Returns the file without the failed checks of other TODOs. */
function ofTodo<Suite extends Extract<RunnerTask, { tasks: RunnerTask[] }>>(
  suite: Suite,
  todo: string | undefined,
): Suite {
  const tasks = suite.tasks
    .filter((task) => task.type !== 'test' || task.result?.state !== 'fail' || isOf(task, todo))
    .map((task) => (task.type === 'test' ? task : ofTodo(task, todo)))
  return { ...suite, tasks }
}

const isOf = ({ meta }: RunnerTask, todo: string | undefined): boolean =>
  meta.todo === undefined || meta.todo === todo

const nameOf = ({ relativeModuleId }: TestModule): string =>
  relativeModuleId.replace(/^checks\//, '').replace(/\.check\.ts$/, '')
