import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTodo, partOf } from '#kit/grading/manifest.ts'
import { applyMutant, type Mutant } from '../mutants/mutant.ts'
import { runChecks } from './run-checks.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the kit, so that `#kit/...` means the kit there as well; ignored by git. */
const trees = join(root, '.vitest/audit')

/** What became of a mutant. */
export interface Verdict {
  mutant: Mutant
  /** Whether a check of its TODO failed. */
  killed: boolean
  /** Whether the first sentence of a failure said what it is. */
  explained: boolean
  /** The failures of its TODO's checks. */
  failures: readonly string[]
}

/** The checks of a TODO: they stand in the folder of its part, even if its file belongs to an earlier one. */
export function checkFileOf(id: string): string {
  return join(root, 'checks', partOf(id).folder, basename(findTodo(id).file).replace(/\.ts$/, '.check.ts'))
}

/** Runs the checks of a mutant's file against a copy of the solutions with the mistake in it. */
export async function tryMutant(mutant: Mutant): Promise<Verdict> {
  const { file } = findTodo(mutant.todo)
  const tree = join(trees, `${process.pid}-${Math.random().toString(36).slice(2)}`)
  try {
    mkdirSync(tree, { recursive: true })
    cpSync(join(root, 'solutions'), tree, { recursive: true })
    writeFileSync(join(tree, file), applyMutant(readFileSync(join(tree, file), 'utf8'), mutant))
    const { runs, crash } = await runChecks(tree, checkFileOf(mutant.todo), 1, 60)
    // A mistake fails checks; it never ends the process that runs them.
    if (crash !== undefined) throw new Error(`The checks of TODO ${mutant.todo} did not run: ${crash}`)
    const failed = runs.flat().filter(({ state, todo }) => state === 'failed' && todo === mutant.todo)
    const failures = failed.map(({ message = '' }) => message)
    const explained = failures.some((message) => mutant.says.test(message.split('\n')[0]))
    return { mutant, killed: failures.length > 0, explained, failures }
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}
