import { describe, expect, test } from 'vitest'
import { formats } from '#kit/grading/formats/index.ts'
import { details } from '#kit/grading/detail.ts'
import { options, sampleResult } from './sample-result.ts'

const environment = {
  CLASSROOM: 'cs',
  ASSIGNMENT: 'cnn',
  OWNER: 'alice',
  SUBMISSION_TAG: 'submit/1',
  COMMIT_URL: 'https://example.org/c',
  RELEASE_URL: 'https://example.org/r',
}
const written = (name: string, detail: (typeof details)[number]): string =>
  formats[name](sampleResult(), { ...options(detail), environment })

describe.each(Object.keys(formats))('%s', (name) => {
  test('shows the sentence and the smallest case, the sentence alone, or only the points', () => {
    const shows = details.map((detail) => {
      const text = written(name, detail)
      return [text.includes('summed over the wrong axis'), text.includes('x = [[41]]')]
    })
    expect(shows).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ])
  })

  test('has no control characters and no marks that turn the writing around', () => {
    expect(written(name, 'full')).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}|\p{Surrogate}/u)
  })
})

test.each(Object.keys(formats))('%s says that there is more than it shows', (name) => {
  expect(written(name, 'full')).not.toContain('not shown here')
  expect(written(name, 'cause')).toContain(
    '2 of its 3 checks fail. Their numbers and cases are not shown here.',
  )
  expect(written(name, 'points')).toContain('2 of its 3 checks fail. What they found is not shown here.')
})
