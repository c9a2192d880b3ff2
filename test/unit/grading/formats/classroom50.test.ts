import { expect, test } from 'vitest'
import { classroom50 } from '#kit/grading/formats/classroom50.ts'
import { options, sampleResult } from './sample-result.ts'

const environment = {
  CLASSROOM: 'cs-principles',
  ASSIGNMENT: 'cnn',
  SUBMISSION_TAG: 'submit/2026-11-29T14-00-00Z-a1b2c3d',
  USERNAME: 'alice',
  COMMIT_URL: 'https://example.org/commit/1',
  RELEASE_URL: 'https://example.org/releases/1',
}
type Result = Record<string, unknown> & {
  score: number
  'max-score': number
  tests: { 'test-name': string; passed: boolean; score: number; 'max-score': number }[]
}
const written = (result = sampleResult(), more: Record<string, string> = {}): Result =>
  JSON.parse(classroom50(result, { ...options(), environment: { ...environment, ...more } })) as Result

test('it has every field that Classroom 50 requires, and no other', () => {
  const { tests, ...result } = written()
  expect(result).toEqual({
    schema: 'classroom50/result/v1',
    classroom: 'cs-principles',
    assignment: 'cnn',
    assignment_type: 'individual',
    owner: 'alice',
    submission: 'submit/2026-11-29T14-00-00Z-a1b2c3d',
    commit: 'https://example.org/commit/1',
    release: 'https://example.org/releases/1',
    review: 'https://example.org/commit/1',
    datetime: '2026-11-29T14:00:00Z',
    score: 5,
    'max-score': 15,
  })
  expect(tests).toHaveLength(6)
})

test('the runner says the type of the assignment and where to review it', () => {
  expect(
    written(undefined, { ASSIGNMENT_TYPE: 'group', REVIEW_URL: 'https://example.org/compare' }),
  ).toMatchObject({
    assignment_type: 'group',
    review: 'https://example.org/compare',
  })
})

test('names are different, passed is a boolean, and scores are whole numbers that add up', () => {
  const result = sampleResult({ points: 6 + 2 / 3, marks: 'partial' })
  // 0 + 2/3 + 0 and 1 + 1/2 + 1/2 of the points that were open
  result.parts[0].todos[1].points = 2 / 3
  result.parts[1].todos[0].points = 0.5
  result.parts[1].todos[2].points = 0.5
  const { tests, score, 'max-score': possible } = written(result)
  expect(new Set(tests.map((each) => each['test-name'])).size).toBe(6)
  expect(score).toBe(6)
  expect(tests.map((each) => each.score)).toEqual([2, 1, 0, 0, 3, 0])
  expect(tests.map(({ passed }) => passed)).toEqual([true, false, false, false, true, false])
  expect(tests.reduce((sum, each) => sum + each.score, 0)).toBe(score)
  expect(tests.reduce((sum, each) => sum + each['max-score'], 0)).toBe(possible)
  expect(tests.every((each) => each.score <= each['max-score'])).toBe(true)
})

test('elsewhere it says which variables are missing', () => {
  expect(() => classroom50(sampleResult(), options())).toThrow(
    'COMMIT_URL, CLASSROOM, ASSIGNMENT, OWNER, SUBMISSION_TAG, RELEASE_URL',
  )
})
