import { expect, test } from 'vitest'
import { cause, sentenceOf } from '#kit/course/causes/index.ts'
import { saidValues } from '#kit/grading/pages/said-values.ts'

const values = { what: 'dx', factor: '1/4', guess: 'divided by N = 4 once too often, or halved' }
const said = sentenceOf(cause('explain/named-factor', values))

test('the values of a cause are found in its sentence, also between others', () => {
  expect(Object.fromEntries(saidValues('explain/named-factor', said)!)).toEqual(values)
  const between = saidValues('explain/named-factor', `${said} Something else.`)!
  expect(between.get('guess')).toBe(values.guess)
  const crash = sentenceOf(cause('crash/other', { call: 'f in a.ts', thrown: 'Error: x threw y' }))
  expect(Object.fromEntries(saidValues('crash/other', crash)!)).toEqual({
    call: 'f in a.ts',
    thrown: 'Error: x threw y',
  })
})

test('nothing is found in another sentence', () => {
  expect(saidValues('explain/named-factor', 'dx is exactly -1 times the right answer.')).toBeUndefined()
  expect(saidValues('scale/large', 'Is there a fixed limit?')).toBeUndefined()
  expect(saidValues('affineForward/relu', said)).toBeUndefined()
  expect(saidValues('affineForward/relu', sentenceOf('affineForward/relu'))).toEqual(new Map())
})
