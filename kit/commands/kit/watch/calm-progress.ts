import { styleText } from 'node:util'
import { partOf, type Todo } from '../../../course/manifest.ts'
import { hasSolutions } from '../../../course/solutions.ts'
import { comparisonLines, doneLines } from '../../../progress/announcements.ts'
import { nextLine } from '../../../progress/next-line.ts'
import { partLines } from '../../../progress/part-lines.ts'
import type { Outcome } from '../../../vitest/reporters/outcome.ts'
import ProgressReporter from '../../../vitest/reporters/reporter.ts'
import { wrongLines } from '../../../vitest/reporters/wrong-lines.ts'
import { wrapped } from '../../../text/wrap.ts'
import { insideVsCode } from './editor.ts'
import { welcome } from './welcome.ts'
import type { CalmFailures } from './calm-failures.ts'

/**
 * Prints only what is about the current TODO: its failure, the bar of its part, and what comes next. Before the first TODO
 * is begun, it prints a first line to try. News about finished TODOs stays on the screen until a key is pressed.
 */
export class CalmProgress extends ProgressReporter {
  readonly #failures: CalmFailures
  #done: Todo[] = []
  #finished: string[] = []

  constructor(failures: CalmFailures) {
    super()
    this.#failures = failures
  }

  /** Forgets the news: somebody has seen them. */
  seen(): void {
    this.#done = []
    this.#finished = []
  }

  protected override lines(outcome: Outcome): string[] {
    const { known, next, news, finish, tree, root } = outcome
    this.#done.push(...(news.done ?? []))
    this.#finished.push(...(news.finished ?? []))
    this.#failures.showFailure(next?.todo.id)
    const current = next && known.filter(({ part }) => part === partOf(next.todo.id))
    return [
      ...(news.trouble ?? []),
      ...doneLines(this.#done),
      ...(hasSolutions(root) ? comparisonLines(this.#done) : []),
      ...this.#finished,
      ...(news.broken ?? []),
      ...partLines(current ?? known),
      ...this.#wrong(outcome),
      ...(next?.state === 'wrong' ? [] : outcome.notes),
      finish ?? welcome(outcome) ?? nextLine(next, tree, root),
    ]
  }

  /**
   * Returns a line on the other TODOs that are wrong for another reason than the current one. A file that cannot be loaded
   * makes all of its TODOs wrong. VS Code shows all of them in its panel of problems.
   */
  #wrong({ parts, failures, next, tree, root }: Outcome): string[] {
    if (insideVsCode) return wrongLines(parts, failures, { tree, root, allPrinted: false })
    const sentence = (id = ''): string | undefined => failures.get(id)?.failure.explanation
    const others = parts
      .flatMap(({ todos }) => todos)
      .filter(({ todo, state }) => state === 'wrong' && todo.id !== next?.todo.id)
      .map(({ todo }) => todo.id)
      .filter((id) => sentence(id) === undefined || sentence(id) !== sentence(next?.todo.id))
    if (others.length === 0) return []
    const are = others.length === 1 ? 'is' : 'are'
    return [
      wrapped(
        '  ',
        styleText('dim', `TODO ${others.join(', ')} ${are} not right either. Press l to see all.`),
      ),
    ]
  }
}
