import { todosOf } from '../result.ts'
import { UserError } from '../../system/user-error.ts'
import { testName, todoText } from './feedback.ts'
import type { Format, FormatOptions } from './format.ts'
import { wholePoints } from './whole-points.ts'
import { withinLimit } from './within-limit.ts'

/** Classroom 50 reads results of at most 10 MiB. */
const MOST_BYTES = 4_000_000

/**
 * The `result.json` of Classroom 50: a test for each TODO. Classroom 50 counts whole points.
 *
 * @throws UserError when the environment does not say which submission this is
 */
export const classroom50: Format = (result, { detail, environment, now }) => {
  const todos = todosOf(result)
  const scores = wholePoints(todos.map(({ points }) => points))
  const identity = identityIn(environment)
  return withinLimit(MOST_BYTES, (most) =>
    JSON.stringify({
      schema: 'classroom50/result/v1',
      ...identity,
      datetime: `${now.toISOString().slice(0, 19)}Z`,
      score: scores.reduce((sum, score) => sum + score, 0),
      'max-score': todos.reduce((sum, { possible }) => sum + possible, 0),
      tests: todos.map((todo, i) => ({
        'test-name': testName(todo),
        passed: todo.state === 'done',
        score: scores[i],
        'max-score': todo.possible,
        // Classroom 50 keeps further fields as they are.
        state: todo.state,
        output: todoText(todo, { detail, most }),
      })),
    }),
  )
}

/** Returns which submission this is. The runner of Classroom 50 says it in the environment. */
function identityIn(environment: FormatOptions['environment']) {
  const missing: string[] = []
  const valueOf = (name: string): string => {
    const value = environment[name]
    if (!value) missing.push(name)
    return value ?? ''
  }
  const commit = valueOf('COMMIT_URL')
  const identity = {
    classroom: valueOf('CLASSROOM'),
    assignment: valueOf('ASSIGNMENT'),
    assignment_type: environment.ASSIGNMENT_TYPE || 'individual',
    owner: environment.USERNAME || valueOf('OWNER'),
    submission: valueOf('SUBMISSION_TAG'),
    commit,
    release: valueOf('RELEASE_URL'),
    review: environment.REVIEW_URL || commit,
  }
  if (missing.length === 0) return identity
  throw new UserError(
    'command',
    `Classroom 50 says in variables which submission it grades, and these are not set: ${missing.join(', ')}. ` +
      'Use this format only in the autograder that "npx kit autograder classroom50" makes.',
  )
}
