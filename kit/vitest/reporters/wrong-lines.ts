import { styleText } from 'node:util'
import { placeOf } from '../../course/locate.ts'
import type { PartProgress, TodoState } from '../../progress/progress.ts'
import { sentenceOf, type Failure } from '../../progress/record.ts'
import { terminalColumns, wrapped } from '../../text/wrap.ts'

/** What failed of a TODO. */
export interface Failures {
  /** The most telling one. */
  failure: Failure
  /** How many others there are. */
  more: number
}

/**
 * Returns where each wrong TODO is and what is wrong with it. Editors make links and problems of these lines. TODOs that
 * fail because their file is broken, or because of another TODO, share one line.
 */
export function wrongLines(
  parts: readonly PartProgress[],
  failures: ReadonlyMap<string, Failures>,
  { tree, root, allPrinted }: { tree: string; root: string; allPrinted: boolean },
): string[] {
  // VS Code's problem matcher needs the whole message on one line.
  const columns = process.env.TERM_PROGRAM === 'vscode' ? Infinity : terminalColumns()
  const below = (text: string): string => wrapped('        ', text, columns)
  const wrong = parts
    .flatMap(({ todos }) => todos)
    .filter(({ state }) => state === 'wrong' || state === 'waits')
  const groups = Map.groupBy(
    wrong,
    ({ todo: { id }, state }) => sharedSentence(state, failures.get(id)?.failure) ?? id,
  )
  return Array.from(groups.values(), ([{ todo, state }, ...others]) => {
    const { failure, more = 0 } = failures.get(todo.id) ?? {}
    const sentence = failure ? sentenceOf(failure) : 'its checks could not be run.'
    const place = styleText('cyan', placeOf(todo, root, tree))
    const what = `TODO ${todo.id}, ${todo.title}: ${sentence}`
    const waits = state === 'waits'
    const verdict = waits ? styleText('yellow', '  Waits') : styleText('red', '  Wrong')
    const line = wrapped(`${verdict} `, `${place}  ${what}`, columns)
    if (others.length > 0) {
      const ids = others.map((other) => other.todo.id).join(', ')
      const verb = waits ? 'wait' : 'fail'
      return [line, below(`TODO ${ids} ${verb}${others.length === 1 ? 's' : ''} for the same reason.`)]
    }
    if (more === 0 || allPrinted || waits) return [line]
    const fail = more === 1 ? '1 more check of this TODO fails' : `${more} more checks of this TODO fail`
    return [line, below(`${fail}. To see everything: npx kit check ${todo.id} --all`)]
  }).flat()
}

/** Returns the sentence of a failure if it may be that of several TODOs, because it is not about the code of this one. */
const sharedSentence = (state: TodoState, failure: Failure | undefined): string | undefined =>
  failure !== undefined && (state === 'waits' || failure.cause?.startsWith('file/'))
    ? sentenceOf(failure)
    : undefined
