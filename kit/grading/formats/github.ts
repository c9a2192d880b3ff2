import type { GradingResult } from '../result.ts'
import { pointsCell, pointsText } from '../points-text.ts'
import { summaryLines, testName, todoText, type Shown } from './feedback.ts'
import type { Format } from './format.ts'
import { escapeMarkup } from './plain-text.ts'
import { withinLimit } from './within-limit.ts'

/** The summary of a step of GitHub Actions has at most 1 MiB. */
const MOST_BYTES = 1_000_000

/**
 * Markdown for the summary of a job of GitHub Actions, or the text of a release. What comes from a submission stands in
 * `<pre>`, where GitHub reads no Markdown.
 */
export const github: Format = (result, { detail }) =>
  withinLimit(MOST_BYTES, (most) => {
    const shown = { detail, most }
    return [
      `## ${pointsText(result)}`,
      preformatted(summaryLines(result, shown).join('\n')),
      table(
        ['Part', 'Points'],
        result.parts.map(({ part, title, points, possible }) => [
          `${part} ${title}`,
          pointsCell({ points, possible }),
        ]),
      ),
      ...result.parts.flatMap((part) => partBlocks(part, shown)),
      '',
    ].join('\n\n')
  })

function partBlocks({ part, title, todos }: GradingResult['parts'][number], shown: Shown): string[] {
  const rows = todos.map((todo) => [testName(todo), todo.state, pointsCell(todo)])
  const told = todos.filter(({ state, earnedWith }) => state === 'wrong' || earnedWith !== undefined)
  return [
    `### Part ${part} ${title}`,
    table(['TODO', 'State', 'Points'], rows),
    ...told.map((todo) => `**${testName(todo)}**\n\n${preformatted(todoText(todo, shown))}`),
  ]
}

/** An HTML block that begins with `<pre>` ends only with `</pre>`, whatever stands between them. */
const preformatted = (text: string): string => `<pre>\n${escapeMarkup(text)}\n</pre>`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
