import { globSync, readdirSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { partOf } from '#kit/course/manifest.ts'
import type { Job, JobResult } from './job.ts'
import { checkFileOf, root } from './mutate.ts'
import type { Outcome } from './outcome.ts'

/**
 * Right solutions in other styles: trees like `solutions/`. A file that one of them does not hold is the solution's.
 *
 * - `loops`: plain loops over the data of tensors
 * - `vectorized`: functions of `#kit/tensor` and matrix products for everything
 * - `library`: classes and closures; caches, results and networks that are built in unusual ways
 * - `conventions`: what a handout leaves open, done in another way
 */
export const trees = join(root, 'test/proof/alternatives')
const styles = readdirSync(trees)

/** The files of all trees, by style. */
export const alternatives: ReadonlyMap<string, readonly string[]> = new Map(
  styles.map((style) => [
    style,
    globSync('*/*.ts', { cwd: join(trees, style) }).map((file) => file.replaceAll(sep, '/')),
  ]),
)

/** In how many styles there is another solution than ours of a file. */
export const countStyles = (file: string): number =>
  styles.filter((style) => alternatives.get(style)?.includes(file)).length

/** The checks of one file, on one tree. */
export interface Trial extends Job {
  style: string
}

/**
 * Runs of check files on every tree.
 *
 * @param todos - only the checks of these
 * @param times - how often each; by default as often as in the whole audit
 */
export function trials(todos: readonly string[], times?: number): Trial[] {
  const files = Map.groupBy(todos, checkFileOf)
  return styles.flatMap((style) =>
    Array.from(files, ([checkFile, ids]) => ({
      style,
      checkFile,
      todos: ids,
      times: times ?? timesOf(checkFile),
      tree: join(trees, style),
    })),
  )
}

/** The checks of networks train some, which takes long. */
const timesOf = (checkFile: string): number =>
  ({ 'three-layer-conv-net': 3, 'fully-connected-net': 5, 'two-layer-net': 8 })[
    basename(checkFile, '.check.ts').replace(/^\d-/, '')
  ] ?? 14

/** A right solution that a check did not pass. */
export interface FalseAlarm {
  style: string
  todo: string
  check: string
  message: string
}

/** The false alarms of a trial. */
export function falseAlarms({ style, checkFile, todos = [] }: Trial, result: JobResult): FalseAlarm[] {
  if ('crash' in result) return [{ style, todo: todos[0], check: basename(checkFile), message: result.crash }]
  const alarm = ({ todo = '', name, message = 'skipped' }: Outcome): FalseAlarm => ({
    style,
    todo,
    check: name,
    message,
  })
  return result.runs
    .flat()
    .filter(({ state }) => state !== 'passed')
    .map(alarm)
}

/** How many checks of a part ran in a trial. */
export const countRuns = (result: JobResult, part: number): number =>
  'crash' in result
    ? 0
    : result.runs.flat().filter(({ todo = '' }) => todo !== '' && partOf(todo).number === part).length
