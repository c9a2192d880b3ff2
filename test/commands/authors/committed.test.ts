import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cutStubs } from '#kit/course/cut-stubs.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { root } from '#kit/system/root.ts'

const record: Record<string, string> = JSON.parse(readFileSync(`${root}/assignments/.stubs.json`, 'utf8'))

const solutions = readSolutions(root)

// The record stands for the generated stubs. The test therefore also passes in the checkout of a learner, whose stubs
// are filled in. `npm run stubs -- --check` checks that the committed files are the recorded ones.
test('the committed stubs are the ones that the solutions give', () => {
  const { stubs, problems } = cutStubs(solutions)
  expect(problems).toEqual([])
  const generated = [...stubs].map(([file, text]) => [file, createHash('sha256').update(text).digest('hex')])
  expect(record).toEqual(Object.fromEntries(generated))
})

test('no stub gives its solution away', () => {
  const withMarkers = [...cutStubs(solutions).stubs].filter(([, text]) => /(BEGIN|END) SOLUTION/.test(text))
  expect(withMarkers.map(([file]) => file)).toEqual([])
})
