import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { progressOf, type CheckOutcome, type TodoState } from '../../progress/progress.ts'
import { findSandbox } from '../sandbox.ts'
import { brokenIn, declaredIn, outcomeOf, type Declared } from './declared-checks.ts'

/** The version of {@link GradingResult}. It changes whenever a program that reads one has to change. */
const FORMAT = 'cnn-from-scratch/result/v1'

/** The result of one check. */
export interface CheckResult {
  name: string
  state: CheckOutcome['state']
  /** The TODO that kept the check from starting. */
  open?: string
  /** The id of why it failed, and the same in a sentence. */
  cause?: string
  sentence?: string
  /** The smallest case that fails. */
  case?: string
  /** How long it took, in milliseconds. */
  milliseconds: number
}

/** Points, and how many there are. */
interface Points {
  points: number
  possible: number
}

/** The result of one TODO. It earns its points if every one of its checks has passed. */
export interface TodoResult extends Points {
  todo: string
  title: string
  state: TodoState
  checks: CheckResult[]
}

/** The result of one part. */
export interface PartResult extends Points {
  part: number
  title: string
  todos: TodoResult[]
}

/** What grading a submission gives, as `result.schema.json` describes it. */
export interface GradingResult extends Points {
  format: typeof FORMAT
  /** The version of the kit, and hashes of what judges and of what is judged. */
  kit: string
  checks: string
  submission: string
  /** How the submission was kept apart. */
  isolation: string
  /** Whether the run came to its end. */
  complete: boolean
  parts: PartResult[]
}

/** Writes the result of a graded run as JSON to the file that CNN_RESULT names. */
export default class Result implements Reporter {
  #vitest: Vitest | undefined
  readonly #declared = new Map<string, Declared[]>()
  /** What judges and what is judged, as it was before the run. */
  #hashes = { checks: '', submission: '' }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    const { root } = this.#vitest!.config
    this.#hashes = {
      checks: hashOf(root, ['checks', 'kit']),
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
      brokenIn(modules),
    )
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const result: GradingResult = {
      format: FORMAT,
      kit: version,
      ...this.#hashes,
      isolation: findSandbox().says,
      complete: reason !== 'interrupted',
      points: parts.reduce((sum, { earned }) => sum + earned, 0),
      possible: parts.reduce((sum, { possible }) => sum + possible, 0),
      parts: parts.map(({ part, todos, earned, possible }) => ({
        part: part.number,
        title: part.title,
        points: earned,
        possible,
        todos: todos.map(({ todo, state }) => ({
          todo: todo.id,
          title: todo.title,
          state,
          points: state === 'done' ? todo.points : 0,
          possible: todo.points,
          checks: checks.filter((check) => check.todo === todo.id).map((check) => checkResult(check, reason)),
        })),
      })),
    }
    writeFileSync(process.env.CNN_RESULT!, `${JSON.stringify(result, undefined, 2)}\n`)
  }

  get #tree(): string {
    return this.#vitest!.projects.find(({ name }) => name === 'solutions') ? 'solutions' : 'assignments'
  }
}

function checkResult(check: Declared, reason: TestRunEndReason): CheckResult {
  const { test } = check
  const { state, open } = outcomeOf(check, reason)
  const known = state === 'failed' ? test.meta().reason : undefined
  return {
    name: test.name,
    state,
    ...(open !== undefined && { open }),
    ...(known !== undefined && { cause: known.cause }),
    ...(state === 'failed' && { sentence: sentenceIn(test) }),
    ...(known?.case !== undefined && { case: known.case }),
    milliseconds: Math.round(test.diagnostic()?.duration ?? 0),
  }
}

function sentenceIn(test: TestCase): string {
  const [error] = test.result().errors ?? []
  return error === undefined
    ? 'The process that ran this check ended before the check had a result.'
    : `${error.name}: ${stripVTControlCharacters(error.message).split('\n')[0]}`
}

/** Returns a hash of all files in these folders. Links are not followed, and only their place counts. */
function hashOf(root: string, folders: readonly string[]): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    const found = lstatSync(join(root, path), { throwIfNoEntry: false })
    if (found === undefined) return
    hash.update(`${path}\0`)
    if (found.isFile()) hash.update(readFileSync(join(root, path)))
    if (found.isDirectory())
      for (const name of readdirSync(join(root, path)).toSorted()) visit(`${path}/${name}`)
  }
  for (const folder of folders) visit(folder)
  return hash.digest('hex')
}
