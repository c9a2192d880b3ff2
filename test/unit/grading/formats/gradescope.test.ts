import { expect, test } from 'vitest'
import { gradescope } from '#kit/grading/formats/gradescope.ts'
import { hugeResult, options, sampleResult } from './sample-result.ts'

interface Results {
  score: number
  execution_time: number
  output: string
  output_format: string
  test_output_format: string
  test_name_format: string
  visibility: string
  stdout_visibility: string
  extra_data: Record<string, string>
  tests: { name: string; number: string; score: number; max_score: number; status: string; output: string }[]
}
const results = (result = sampleResult()): Results => JSON.parse(gradescope(result, options())) as Results

test('every TODO is a test with its number, points and status, and the points add up', () => {
  const { score, tests } = results()
  expect(tests.map((each) => [each.number, each.name, each.score, each.max_score, each.status])).toEqual([
    ['1.1', '1.1 affineForward', 2, 2, 'passed'],
    ['1.2', '1.2 affineBackward', 0, 3, 'failed'],
    ['1.3', '1.3 reluForward', 0, 1, 'failed'],
    ['2.1', '2.1 batchnormForward', 0, 4, 'failed'],
    ['2.2', '2.2 batchnormForward: test mode', 3, 3, 'passed'],
    ['2.3', '2.3 batchnormBackward', 0, 2, 'failed'],
  ])
  expect(tests.reduce((sum, each) => sum + each.score, 0)).toBe(score)
})

test('nothing is read as HTML or Markdown, and what the run prints is hidden', () => {
  expect(results()).toMatchObject({
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    execution_time: 12.5,
  })
})

test('the output of a TODO says what its state means', () => {
  expect(results().tests.map(({ output }) => output.split('\n')[0])).toEqual([
    'Right: all its checks pass.',
    'agrees with the numeric gradient: Wrong answer: db is summed over the wrong axis.',
    'It is not started.',
    'It waits for TODO 1.2, which is not right yet. Its own code may be right.',
    "Right, when the kit's own code takes the place of TODO 1.2, 2.1.",
    'Some of its checks have no result.',
  ])
})

test('a share of points stays a share', () => {
  const result = sampleResult({ points: 3.5, marks: 'partial' })
  result.parts[0].todos[1].points = 1.5
  expect(results(result).tests[1].score).toBe(1.5)
})

test('a submission that throws long messages does not make a long file', () => {
  expect(Buffer.byteLength(gradescope(hugeResult(), options()))).toBeLessThan(5_000_000)
})
