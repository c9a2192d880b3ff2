import { expect, test } from 'vitest'
import { github } from '#kit/grading/formats/github.ts'
import { hugeResult, options, sampleResult } from './sample-result.ts'

const text = github(sampleResult(), options())

test('it begins with the points, and has a row for every part and every TODO', () => {
  expect(text).toMatch(/^## 5 of 15 points\n/)
  expect(text).toContain('| 1 Fully connected networks | 2 of 6 |\n| 2 Normalization | 3 of 9 |')
  expect(text.match(/^\| \d\.\d .* \|$/gm)).toEqual([
    '| 1.1 affineForward | done | 2 of 2 |',
    '| 1.2 affineBackward | wrong | 0 of 3 |',
    '| 1.3 reluForward | not started | 0 of 1 |',
    '| 2.1 batchnormForward | waits | 0 of 4 |',
    '| 2.2 batchnormForward: test mode | done | 3 of 3 |',
    '| 2.3 batchnormBackward | not run | 0 of 2 |',
  ])
})

test('what a submission throws stands in <pre> and cannot leave it', () => {
  const outside = text.replaceAll(/^<pre>\n[^<>]*\n<\/pre>$/gm, '')
  expect(outside).not.toMatch(/alert|scores|[<>]/)
  expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62;')
})

test('it fits into the summary of a job', () => {
  expect(Buffer.byteLength(github(hugeResult(), options()))).toBeLessThanOrEqual(1_000_000)
})
