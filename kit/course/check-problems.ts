import { manifest } from './manifest.ts'

/** A check and, if it ran, its result. */
export interface RunCheck {
  /** `checks/1-fully-connected/1-layers.check.ts` */
  file: string
  /** Includes the name of its TODO as a prefix. */
  name: string
  /** The TODO that the check belongs to. */
  todo?: string
  state: string
  /** The unfinished TODO that kept the check from starting. */
  open?: string
  /** Why the check failed, if it did. */
  message?: string
}

/** Returns one sentence per problem with the declared checks: every TODO needs one, in the file of the manifest. */
export function declarationProblems(checks: readonly RunCheck[]): string[] {
  const todos = new Map(manifest.flatMap((part) => part.todos.map((todo) => [todo.id, todo])))
  const misplaced = checks.flatMap(({ file, name, todo: id = '' }) => {
    const todo = todos.get(id)
    if (!todo)
      return [
        `${file}: "${name}" does not belong to any TODO of the manifest. Put it inside todo('1.2', ...).`,
      ]
    return file === todo.checks
      ? []
      : [`${file}: "${name}" should be in ${todo.checks}, as the manifest says.`]
  })
  const checked = new Set(checks.map(({ todo }) => todo))
  const unchecked = [...todos.values()].filter(({ id }) => !checked.has(id))
  return [...misplaced, ...unchecked.map(({ id, checks: file }) => `TODO ${id} has no check in ${file}.`)]
}

/** Returns one sentence for each check that did not end as "not started" in a run on untouched stubs. */
export const stubProblems = (checks: readonly RunCheck[]): string[] =>
  checks
    .filter(({ state, open }) => state !== 'skipped' || open === undefined)
    .map((check) => `${check.file}: "${check.name}" should not start on a stub, but ${ending(check)}`)

/** Returns one sentence for each check that did not pass in a run on the solutions. */
export const solutionProblems = (checks: readonly RunCheck[]): string[] =>
  checks
    .filter(({ state }) => state !== 'passed')
    .map((check) => `${check.file}: "${check.name}" should pass on the solution, but ${ending(check)}`)

function ending({ state, open, message = '' }: RunCheck): string {
  if (open !== undefined) return `waits for TODO ${open}.`
  if (state === 'failed') return `failed: ${message.split('\n')[0]}`
  return state === 'passed' ? 'passes.' : 'did not run.'
}
