import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTodo } from '#kit/course/manifest.ts'
import { mostTelling } from '#kit/vitest/reporters/telling-failure.ts'
import { applyMistake, type Mistake } from '#kit/course/mistakes/mistake.ts'
import type { Job, JobResult } from './job.ts'
import { firstLine, names, type Outcome } from './outcome.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Returns the absolute path of the check file of a TODO. */
export const checkFileOf = (id: string): string => join(root, findTodo(id).checks)

/** A job that runs the checks of a mutant's TODO on the solutions with the mistake. */
export interface Attempt extends Job {
  mutant: Mistake
}

/** Returns the job for a mutant that the checks of its own TODO must catch. */
export const attempt = (mutant: Mistake): Attempt => attemptWith(mutant, [mutant.todo])

/** Returns the job for a mutant that any check of its file may catch: a forward function's cache shows on the way back. */
export const attemptByFile = (mutant: Mistake): Attempt => attemptWith(mutant)

function attemptWith(mutant: Mistake, todos?: readonly string[]): Attempt {
  const { file } = findTodo(mutant.todo)
  const source = applyMistake(readFileSync(join(root, 'solutions', file), 'utf8'), mutant)
  return {
    mutant,
    checkFile: checkFileOf(mutant.todo),
    todos,
    times: 1,
    replaced: { file, source },
  }
}

/** The verdict on a mutant. */
export interface Verdict {
  /** Whether a check of its TODO failed. */
  killed: boolean
  /** Whether the failure that a learner sees names the mistake. */
  explained: boolean
  /** The first line of that failure; or, if the checks did not run, the reason. */
  said: string | undefined
  /** The checks that failed. */
  failed: readonly Outcome[]
}

/**
 * Derives the verdict on a mutant from the outcomes. A mistake fails checks but never ends the process that runs them.
 */
export function judge({ todo, causes }: Mistake, result: JobResult): Verdict {
  if ('crash' in result)
    return { killed: false, explained: false, said: `Did not run: ${result.crash}`, failed: [] }
  const failed = result.runs.flat().filter(({ state }) => state === 'failed')
  if (failed.length === 0) return { killed: false, explained: false, said: undefined, failed }
  const own = failed.filter((outcome) => outcome.todo === todo)
  // In the terminal, only this failure of a TODO is shown.
  const shown = mostTelling(own.length > 0 ? own : failed, ({ reason }) => ({ reason }))
  return { killed: true, explained: names(shown, causes), said: firstLine(shown), failed }
}
