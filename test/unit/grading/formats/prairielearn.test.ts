import { expect, test } from 'vitest'
import { prairielearn } from '#kit/grading/formats/prairielearn.ts'
import { hugeResult, options, sampleResult } from './sample-result.ts'

interface Results {
  gradable: boolean
  score: number
  message: string
  tests: { name: string; points: number; max_points: number; message: string }[]
}

test('the score is a share from 0 to 1, and the tests have the points', () => {
  const { gradable, score, tests } = JSON.parse(prairielearn(sampleResult(), options())) as Results
  expect(gradable).toBe(true)
  expect(score).toBeCloseTo(5 / 15)
  expect(tests.map(({ name, points, max_points }) => [name, points, max_points])).toEqual([
    ['1.1 affineForward', 2, 2],
    ['1.2 affineBackward', 0, 3],
    ['1.3 reluForward', 0, 1],
    ['2.1 batchnormForward', 0, 4],
    ['2.2 batchnormForward: test mode', 3, 3],
    ['2.3 batchnormBackward', 0, 2],
  ])
})

test('an interrupted run costs no attempt', () => {
  expect(JSON.parse(prairielearn(sampleResult({ complete: false }), options()))).toEqual({
    gradable: false,
    format_errors: ['Grading was interrupted. Please submit again.'],
  })
})

test('a result stays below 1 MB, and says where a text was shortened', () => {
  const text = prairielearn(hugeResult(), options())
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000)
  const { tests, message } = JSON.parse(text) as Results
  expect(tests[1].message).toContain('... (shortened)')
  expect(message).toContain('There are 480 more notes.')
})

test('a course without points does not divide by them', () => {
  const result = sampleResult({ points: 0, possible: 0, parts: [] })
  expect((JSON.parse(prairielearn(result, options())) as Results).score).toBe(0)
})
