import { expect, test } from 'vitest'
import { LIMIT, limited } from '../../../checks/support/explaining/search/limited.ts'
import { computingTime } from '../../../checks/support/running/computing-time.ts'

const asleep = new Int32Array(new SharedArrayBuffer(4))

test('code that a busy machine has kept from computing gets another chance', () => {
  let tries = 0
  const result = limited(() => {
    tries++
    // Atomics.wait does not end before its time, and the code is stopped right after it.
    if (tries === 1) Atomics.wait(asleep, 0, 0, 1.5 * LIMIT)
    return 'done'
  })
  expect([result, tries]).toEqual(['done', 2])
})

test('code that computes for too long is stopped, and so is code that only waits', () => {
  const began = computingTime()
  expect(
    limited(() => {
      for (;;);
    }),
  ).toBeUndefined()
  expect(computingTime() - began).toBeGreaterThan(0.9 * LIMIT)
  expect(limited(() => Atomics.wait(asleep, 0, 0))).toBeUndefined()
})

test('what the code throws is no reason to run it again', () => {
  let tries = 0
  limited(() => {
    tries++
    throw new TypeError('no')
  })
  expect(tries).toBe(1)
})
