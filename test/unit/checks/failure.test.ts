import { expect, test } from 'vitest'
import { cause } from '#kit/course/causes/index.ts'
import { CheckFailure } from '../../../checks/support/explaining/failure.ts'

test.for([
  ['\u001B[2J\u001B[31mred\u001B[0m', 'red'],
  ['a\u0007b\u0085c\rd\u202Ee\0', 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFD'],
  ['line 1\r\n\tline 2\nline 3', 'line 1\n\tline 2\nline 3'],
  ['é 中文 😀 ∂x', 'é 中文 😀 ∂x'],
])('what the work says reaches the terminal as text: %j', ([thrown, shown]) => {
  const { message, stack } = new CheckFailure('Crashed', cause('crash/other', { call: 'f', thrown }))
  expect(message).toBe(`f threw ${shown}`)
  expect(stack).toContain(shown)
})
