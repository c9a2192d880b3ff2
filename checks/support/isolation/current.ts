import { treeNamed } from './importable.ts'
import { Submission } from './submission.ts'

let submission: Submission | undefined
let currentRun: number | undefined

/** Starts to grade a tree in a process of its own. @param command - the words of the command line before Node itself */
export function isolate(tree: string, command: readonly string[]): Submission {
  return (submission ??= new Submission(treeNamed(tree), command))
}

/** Returns the process of the work, if it has one. */
export const isolated = (): Submission | undefined => submission

/**
 * Begins a file of checks. Nothing reaches it that a failed check may have left behind, and nothing of another run, which
 * has other work.
 */
export function beginFile(run: number | undefined): void {
  if (run !== currentRun) endIsolation()
  currentRun = run
  submission?.renew()
}

/** Ends that process, and forgets it. */
export function endIsolation(): void {
  submission?.end()
  submission = undefined
}
