import { expect, test } from 'vitest'
import { autolab } from '#kit/grading/formats/autolab.ts'
import { hugeResult, options, sampleResult } from './sample-result.ts'

const linesOf = (text: string): string[] => text.trimEnd().split('\n')

test('the last line has the points of every part', () => {
  expect(JSON.parse(linesOf(autolab(sampleResult(), options())).at(-1)!)).toEqual({
    scores: { 'Part 1': 2, 'Part 2': 3 },
  })
})

test('no other line can be taken for it, whatever a submission throws', () => {
  const text = autolab(sampleResult(), options())
  expect(text).toContain('{"scores": {"Part 1": 99}}')
  expect(linesOf(text).filter((line) => line.startsWith('{'))).toHaveLength(1)
})

test('the learner reads what is wrong below the TODO', () => {
  expect(autolab(sampleResult(), options())).toContain(
    '  1.2 affineBackward: 0 of 3\n    agrees with the numeric gradient: Wrong answer: db is summed over the wrong axis.\n',
  )
})

test('a long output keeps its last line', () => {
  const text = autolab(hugeResult(), options())
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000)
  expect(JSON.parse(linesOf(text).at(-1)!)).toHaveProperty('scores')
})
