import { todosOf } from '../result.ts'
import { summaryLines, testName, todoText } from './feedback.ts'
import type { Format } from './format.ts'
import { withinLimit } from './within-limit.ts'

/** Gradescope states no limit. This is far more than anybody reads. */
const MOST_BYTES = 4_000_000

/** The `results.json` of Gradescope: a test for each TODO. Every text is shown as it is, not as HTML or Markdown. */
export const gradescope: Format = (result, { detail }) =>
  withinLimit(MOST_BYTES, (most) => {
    const shown = { detail, most }
    return JSON.stringify({
      score: result.points,
      execution_time: result.seconds,
      output: summaryLines(result, shown).join('\n'),
      output_format: 'text',
      test_output_format: 'text',
      test_name_format: 'text',
      visibility: 'visible',
      stdout_visibility: 'hidden',
      extra_data: {
        kit: result.kit,
        checks: result.checks,
        submission: result.submission,
        marks: result.marks,
      },
      tests: todosOf(result).map((todo) => ({
        name: testName(todo),
        number: todo.todo,
        score: todo.points,
        max_score: todo.possible,
        status: todo.state === 'done' ? 'passed' : 'failed',
        output: todoText(todo, shown),
        tags: [todo.state],
      })),
    })
  })
