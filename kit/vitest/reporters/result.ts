import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { hashOf, JUDGES } from '../../grading/hash.ts'
import { FORMAT, type CheckResult, type GradingResult, type TodoResult } from '../../grading/result.ts'
import { progressOf, type TodoProgress } from '../../progress/progress.ts'
import { findSandbox } from '../sandbox.ts'
import { brokenIn, declaredIn, outcomeOf, type Declared } from './declared-checks.ts'
import { faultsIn, tellingIn } from './telling-failure.ts'

/** Writes the result of a graded run as JSON to the file that CNN_RESULT names. */
export default class Result implements Reporter {
  #vitest: Vitest | undefined
  readonly #declared = new Map<string, Declared[]>()
  /** What judges and what is judged, as it was before the run. */
  #hashes = { checks: '', submission: '' }
  #began = 0

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    const { root } = this.#vitest!.config
    this.#began = performance.now()
    this.#hashes = {
      checks: hashOf(root, JUDGES),
      submission: hashOf(root, [this.#tree]),
    }
  }

  onTestModuleCollected(module: TestModule): void {
    this.#declared.set(module.id, declaredIn(module))
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: unknown, reason: TestRunEndReason): void {
    const { root } = this.#vitest!.config
    const checks = modules.flatMap(({ id }) => this.#declared.get(id) ?? [])
    const parts = progressOf(
      checks.map((check) => outcomeOf(check, reason)),
      faultsIn(checks),
      brokenIn(modules),
    )
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const result: GradingResult = {
      format: FORMAT,
      kit: version,
      ...this.#hashes,
      isolation: findSandbox().says,
      complete: reason !== 'interrupted',
      marks: 'whole',
      seconds: Math.round((performance.now() - this.#began) / 100) / 10,
      notes: [],
      points: parts.reduce((sum, { earned }) => sum + earned, 0),
      possible: parts.reduce((sum, { possible }) => sum + possible, 0),
      parts: parts.map(({ part, todos, earned, possible }) => ({
        part: part.number,
        title: part.title,
        points: earned,
        possible,
        todos: todos.map((progress) =>
          todoResult(
            progress,
            checks.filter(({ todo }) => todo === progress.todo.id),
            reason,
          ),
        ),
      })),
    }
    writeFileSync(process.env.CNN_RESULT!, `${JSON.stringify(result, undefined, 2)}\n`)
  }

  get #tree(): string {
    return this.#vitest!.projects.find(({ name }) => name === 'solutions') ? 'solutions' : 'assignments'
  }
}

function todoResult(
  { todo, state, waitsFor }: TodoProgress,
  checks: readonly Declared[],
  reason: TestRunEndReason,
): TodoResult {
  const telling = tellingIn(checks).get(todo.id)?.test
  return {
    todo: todo.id,
    title: todo.title,
    state,
    points: state === 'done' ? todo.points : 0,
    possible: todo.points,
    ...(waitsFor !== undefined && { waitsFor }),
    ...(telling !== undefined && { telling: telling.name }),
    checks: checks.map((check) => checkResult(check, reason)),
  }
}

function checkResult(check: Declared, reason: TestRunEndReason): CheckResult {
  const { test } = check
  const { state, open } = outcomeOf(check, reason)
  return {
    name: test.name,
    state,
    ...(open !== undefined && { open }),
    ...(state === 'failed' && { ...test.meta().reason, ...messageOf(test) }),
    milliseconds: Math.round(test.diagnostic()?.duration ?? 0),
  }
}

function messageOf(test: TestCase): { sentence: string; details?: string } {
  const [error] = test.result().errors ?? []
  if (error === undefined)
    return {
      sentence:
        'The process that ran this check ended before the check had a result. It may have run out of memory.',
    }
  const [first, ...others] = stripVTControlCharacters(error.message).split('\n')
  return {
    sentence: `${error.name}: ${first}`,
    ...(others.length > 0 && { details: others.join('\n') }),
  }
}
