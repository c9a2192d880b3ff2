import { numeral } from '../../text/quantities.ts'
import { pointsCell, pointsText } from '../points-text.ts'
import { summaryLines, testName, todoText } from './feedback.ts'
import type { Format } from './format.ts'
import { withinLimit } from './within-limit.ts'

/** Autolab cuts off a longer output, and with it the last line. */
const MOST_BYTES = 1_000_000

/**
 * The output for Autolab: what the learner reads, and in the last line the points of each part. The problems of the lab
 * must have the names `Part 1` to `Part 6`. Lines that come from a submission are indented, so that none of them can be
 * taken for a line of points.
 */
export const autolab: Format = (result, { detail }) => {
  const nameOf = (part: number) => `Part ${part}`
  const scores = result.parts.map(({ part, points }) => [nameOf(part), Number(numeral(points))] as const)
  return withinLimit(MOST_BYTES, (most) => {
    const shown = { detail, most }
    const lines = result.parts.flatMap(({ part, title, points, possible, todos }) => [
      '',
      `${nameOf(part)}, ${title}: ${pointsText({ points, possible })}`,
      ...todos.flatMap((todo) => [
        `  ${testName(todo)}: ${pointsCell(todo)}`,
        ...(todo.state === 'done' && todo.earnedWith === undefined ? [] : [indent(todoText(todo, shown), 4)]),
      ]),
    ])
    const summary = summaryLines(result, shown).map((line) => indent(line, 2))
    return [...summary, ...lines, '', JSON.stringify({ scores: Object.fromEntries(scores) }), ''].join('\n')
  })
}

const indent = (text: string, spaces: number): string => text.replaceAll(/^/gm, ' '.repeat(spaces))
