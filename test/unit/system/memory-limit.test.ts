import { expect, test } from 'vitest'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import { isUserError } from '#kit/system/user-error.ts'

test('the limit is 1 GB, or what the variable says', () => {
  expect(memoryLimit({})).toBe(2 ** 30)
  expect(memoryLimit({ CNN_MEMORY_MB: '' })).toBe(2 ** 30)
  expect(memoryLimit({ CNN_MEMORY_MB: '2048' })).toBe(2 ** 31)
})

test.for(['much', '511', '1e9.5', '-2048', '512.5'])('%s is refused with a sentence', (given) => {
  let thrown: unknown
  try {
    memoryLimit({ CNN_MEMORY_MB: given })
  } catch (error) {
    thrown = error
  }
  expect(isUserError(thrown, 'bad-setting')).toBe(true)
  expect(String(thrown)).toContain(`CNN_MEMORY_MB is ${given}, but must be a whole number of MB`)
})
