import { todosOf } from '../result.ts'
import { quantity } from '../../text/quantities.ts'
import { summaryLines, testName, todoText } from './feedback.ts'
import type { Format } from './format.ts'
import { withinLimit } from './within-limit.ts'

/** PrairieLearn takes results of at most 1 MB. */
const MOST_BYTES = 1_000_000

/**
 * The `results.json` of PrairieLearn: a test for each TODO. PrairieLearn escapes HTML in all texts. A run that was
 * interrupted is not gradable, so that the learner keeps the attempt.
 */
export const prairielearn: Format = (result, { detail }) => {
  if (!result.complete)
    return JSON.stringify({
      gradable: false,
      format_errors: ['Grading was interrupted. Please submit again.'],
    })
  return withinLimit(MOST_BYTES, (most) => {
    const shown = { detail, most }
    return JSON.stringify({
      gradable: true,
      score: result.possible === 0 ? 0 : result.points / result.possible,
      message: summaryLines(result, shown).join('\n'),
      tests: todosOf(result).map((todo) => ({
        name: testName(todo),
        description: `${quantity(todo.possible, 'point')}, ${todo.state}`,
        points: todo.points,
        max_points: todo.possible,
        message: todoText(todo, shown),
      })),
    })
  })
}
