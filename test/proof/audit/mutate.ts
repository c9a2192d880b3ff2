import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTodo } from '#kit/course/manifest.ts'
import { applyMutant, type Mutant } from '../mutants/mutant.ts'
import type { Job, JobResult } from './job.ts'
import { firstLine, names, type Outcome } from './outcome.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Returns the absolute path of the check file of a TODO. */
export const checkFileOf = (id: string): string => join(root, findTodo(id).checks)

/** A job that runs the checks of a mutant's TODO on the solutions with the mistake. */
export interface Attempt extends Job {
  mutant: Mutant
}

export function attempt(mutant: Mutant): Attempt {
  const { file } = findTodo(mutant.todo)
  const source = applyMutant(readFileSync(join(root, 'solutions', file), 'utf8'), mutant)
  return {
    mutant,
    checkFile: checkFileOf(mutant.todo),
    todos: [mutant.todo],
    times: 1,
    enough: mutant.causes,
    replaced: { file, source },
  }
}

/** The verdict on a mutant. */
export interface Verdict {
  /** Whether a check of its TODO failed. */
  killed: boolean
  /** Whether the first line of a failure named the mistake. */
  explained: boolean
  /** The checks that failed. */
  failed: readonly Outcome[]
  /** The first lines of their messages; or, if the checks did not run, the reason. */
  said: readonly string[]
}

/**
 * Derives the verdict on a mutant from the outcomes. A mistake fails checks but never ends the process that runs them.
 */
export function judge({ causes }: Mutant, result: JobResult): Verdict {
  if ('crash' in result)
    return { killed: false, explained: false, failed: [], said: [`Did not run: ${result.crash}`] }
  const failed = result.runs.flat().filter(({ state }) => state === 'failed')
  const explained = failed.some((outcome) => names(outcome, causes))
  return { killed: failed.length > 0, explained, failed, said: failed.map(firstLine) }
}
