import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTodo } from '#kit/course/manifest.ts'
import { applyMutant, type Mutant } from '../mutants/mutant.ts'
import type { Job, JobResult } from './job.ts'
import { firstLine, names, type Outcome } from './outcome.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Absolute path of the file with the checks of a TODO. */
export const checkFileOf = (id: string): string => join(root, findTodo(id).checks)

/** The checks of a mutant's TODO, on the solutions with the mistake in them. */
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

/** What became of a mutant. */
export interface Verdict {
  /** Whether a check of its TODO failed. */
  killed: boolean
  /** Whether the first line of a failure named what it is. */
  explained: boolean
  /** The checks that failed. */
  failed: readonly Outcome[]
  /** Their first lines; or, if the checks did not run, why not. */
  said: readonly string[]
}

/** What the outcomes say about a mutant. A mistake fails checks; it never ends the process that runs them. */
export function judge({ causes }: Mutant, result: JobResult): Verdict {
  if ('crash' in result)
    return { killed: false, explained: false, failed: [], said: [`Did not run: ${result.crash}`] }
  const failed = result.runs.flat().filter(({ state }) => state === 'failed')
  const explained = failed.some((outcome) => names(outcome, causes))
  return { killed: failed.length > 0, explained, failed, said: failed.map(firstLine) }
}
