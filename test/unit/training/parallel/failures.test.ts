import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { batchOf } from './batch.ts'
import { build } from './networks.ts'
import { parallel } from './support.ts'
import { UserError } from '#kit/system/user-error.ts'

const { x, labels } = batchOf(7)

/** Returns the error that a function throws. */
function errorOf(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

// Each of these leaves the main thread waiting for sums that never come.
test.each([
  ['throws', 'Worker 2 failed on its share of a batch: RangeError: this image is too hard'],
  [
    'no gradient',
    'Worker 2 failed on its share of a batch: TypeError: loss() must return grads.W1 in the shape of W1.',
  ],
] as const)(
  'a worker that fails (%s) is one error with its place, and can be asked again',
  async (trouble, message) => {
    const model = await parallel({ network: 'batchnorm', trouble }, 3)
    for (let again = 0; again < 2; again++) {
      const { message: said, stack } = errorOf(() => model.loss(x, labels))
      expect(said).toBe(message)
      expect(stack).toMatch(/at .*(networks|worker)\.ts:\d+/)
    }
    expect(model.scores(x).shape).toEqual([7, 3])
  },
)

test('a worker that ends is an error, at once and from then on', async () => {
  const model = await parallel({ network: 'batchnorm', trouble: 'exits' }, 2)
  for (let again = 0; again < 2; again++) {
    const error = errorOf(() => model.loss(x, labels))
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toBe(
      'A worker thread ended unexpectedly. Continue with --resume, or train with --workers 1.',
    )
    // Leave time for the end to be noticed.
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})

test('a worker that runs out of memory is that error too, wherever it is waited for, every time', async () => {
  const program = fileURLToPath(new URL('out-of-memory.ts', import.meta.url))
  const options = ['--max-old-space-size=60', program]
  const { stdout } = await promisify(execFile)(process.execPath, options)
  expect(stdout).toBe(
    'UserError: A worker thread ended unexpectedly. Continue with --resume, or train with --workers 1.\n'.repeat(
      8,
    ),
  )
})

test('what the main thread throws itself goes before what workers throw', async () => {
  const model = await parallel({ network: 'batchnorm', trouble: 'throws' }, 2)
  const mine = new Error('mine')
  model.model.loss = () => {
    throw mine
  }
  expect(errorOf(() => model.loss(x, labels))).toBe(mine)
})

test('threads that normalize more often than others are told, not waited for', async () => {
  const model = await parallel({ network: 'batchnorm', trouble: 'normalizes less' }, 2)
  expect(errorOf(() => model.loss(x, labels)).message).toContain(
    'more often in one part of a batch than in another',
  )
})

test('a network that cannot be built in a worker is an error of the start', async () => {
  await expect(parallel({ network: 'plain', trouble: 'no network' }, 3)).rejects.toThrow('it cannot be built')
})

test.each([0, 1.5, 65])('%d workers are refused', async (workers) => {
  await expect(parallel({ network: 'plain' }, workers)).rejects.toThrow(RangeError)
})

test('a gradient that does not fit in any thread is left to the solver to explain', async () => {
  const model = await parallel({ network: 'plain' }, 2)
  const { loss } = model.model
  model.model.loss = (...batch) => ({ ...loss.apply(model.model, batch), grads: {} })
  expect(model.loss(x, labels).grads).toEqual({})
})

test('after its end, a model works alone', async () => {
  const model = await parallel({ network: 'plain' }, 2)
  await model.close()
  expect(model.loss(x, labels)).toEqual(build({ network: 'plain' }).loss(x, labels))
})

test('workers do not keep a process from ending', async () => {
  const program = fileURLToPath(new URL('left-running.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  expect(stdout).toBe('4,3\n')
})
