import { treeNamed } from './importable.ts'
import { Submission } from './submission.ts'

let submission: Submission | undefined

/** Starts to grade a tree in a process of its own. @param command - the words of the command line before Node itself */
export function isolate(tree: string, command: readonly string[]): Submission {
  return (submission ??= new Submission(treeNamed(tree), command))
}

/** Returns the process of the work, if it has one. */
export const isolated = (): Submission | undefined => submission

/** Ends that process, and forgets it. */
export function endIsolation(): void {
  submission?.end()
  submission = undefined
}
