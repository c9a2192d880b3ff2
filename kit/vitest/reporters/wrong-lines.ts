import { styleText } from 'node:util'
import { placeOf } from '../../course/locate.ts'
import type { PartProgress } from '../../progress/progress.ts'
import { isConsequence, sentenceOf, type Failure } from '../../progress/record.ts'
import { terminalColumns, wrapped } from '../../text/wrap.ts'

/** What failed of a TODO. */
export interface Failures {
  /** The most telling one. */
  failure: Failure
  /** How many others there are. */
  more: number
}

/** Returns where each wrong TODO is and what is wrong with it. Editors make links and problems of these lines. */
export function wrongLines(
  parts: readonly PartProgress[],
  failures: ReadonlyMap<string, Failures>,
  { tree, root, allPrinted }: { tree: string; root: string; allPrinted: boolean },
): string[] {
  // VS Code's problem matcher needs the whole message on one line.
  const columns = process.env.TERM_PROGRAM === 'vscode' ? Infinity : terminalColumns()
  return parts
    .flatMap(({ todos }) => todos)
    .filter(({ state }) => state === 'wrong')
    .flatMap(({ todo }) => {
      const { failure, more = 0 } = failures.get(todo.id) ?? {}
      const sentence = failure ? sentenceOf(failure) : 'its checks could not be run.'
      const place = styleText('cyan', placeOf(todo, root, tree))
      const what = `TODO ${todo.id}, ${todo.title}: ${sentence}`
      const waits = failure !== undefined && isConsequence(failure)
      const verdict = waits ? styleText('yellow', '  Waits') : styleText('red', '  Wrong')
      const line = wrapped(`${verdict} `, `${place}  ${what}`, columns)
      if (more === 0 || allPrinted || waits) return [line]
      const others = more === 1 ? '1 more check of this TODO fails' : `${more} more checks of this TODO fail`
      return [
        line,
        wrapped('        ', `${others}. To see everything: npx kit check ${todo.id} --all`, columns),
      ]
    })
}
