import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { gigabytes, isOutOfMemory, outOfMemory } from '#kit/system/memory.ts'
import { limitOf } from '#kit/system/address-space.ts'
import { messageOf } from '#kit/commands/train/messages/training-failure.ts'
import { problemWith } from '#kit/system/require-addresses.ts'

/** Returns what a function throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

test.for<[string, () => unknown]>([
  ['a buffer', () => new ArrayBuffer(2 ** 52)],
  ['an array', () => new Float32Array(2 ** 50)],
  ['a memory of WebAssembly', () => new Error('WebAssembly.Memory(): could not allocate memory')],
  ['an instance', () => new Error('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory')],
  ['a worker', () => Object.assign(new Error('...'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })],
  [
    'a share',
    () => new Error('Worker 2 failed on its share of a batch: RangeError: Array buffer allocation failed'),
  ],
])('the memory is used up: %s', ([, run]) => {
  expect(isOutOfMemory(thrownBy(run))).toBe(true)
})

test.for<[string, () => unknown]>([
  ['a negative length', () => new Float32Array(-1)],
  ['no length', () => new Float32Array(NaN)],
  ['something else', () => new Error('grads.W1 is missing')],
  ['no error', () => 'Array buffer allocation failed'],
])('an error in the request, not too little memory: %s', ([, run]) => {
  expect(isOutOfMemory(thrownBy(run))).toBe(false)
})

test('a training says so, and blames no file of the learner', () => {
  const error = new RangeError('Array buffer allocation failed')
  error.stack = `${error.stack}\n    at build (${import.meta.dirname}/assignments/1-fully-connected/two-layer-net.ts:42:7)`
  expect(messageOf(error)).toBe(outOfMemory())
  expect(outOfMemory()).toMatch(/^There is not enough memory. Make the network or its batches smaller/)
})

test('sizes as people read them', () => {
  expect([2 ** 30, 1.54 * 2 ** 30, 24.4 * 2 ** 30].map(gigabytes)).toEqual(['1 GB', '1.5 GB', '24 GB'])
})

test('the limit of addresses is read where there is one', () => {
  const line = (soft: string) =>
    `Limit   Soft Limit\nMax address space         ${soft}           unlimited            bytes\n`
  expect(limitOf(line('6442450944'))).toBe(6442450944)
  expect(limitOf(line('unlimited'))).toBe(Infinity)
  expect(limitOf('')).toBe(Infinity)
})

test('too few addresses are a sentence, and what is enough depends on what V8 reserves', () => {
  const GB = 2 ** 30
  expect(problemWith(6 * GB, false)).toBe(
    'A program may only reserve 6 GB of memory here ("ulimit -v"), but Node reserves 24 GB, although it uses little of ' +
      'it. Raise that limit.',
  )
  expect(problemWith(30 * GB, true)).toContain('"export NODE_OPTIONS=--disable-wasm-trap-handler"')
  expect(problemWith(30 * GB, false)).toBe(undefined)
  expect(problemWith(48 * GB, true)).toBe(undefined)
  expect(problemWith(Infinity, true)).toBe(undefined)
})

test.skipIf(process.platform !== 'linux')('so are they for a command, before tsx is loaded', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const command = `ulimit -v ${6 * 2 ** 20} && exec "$0" --require ./kit/commands/start/guard.cjs --import ./kit/system/require-addresses.ts --import tsx kit/commands/train/train.ts`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stdout + stderr).toMatch(/^A program may only reserve 6 GB of memory here .*\n$/)
  expect(status).toBe(1)
})
