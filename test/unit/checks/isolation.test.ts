import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { ones, tensor, Tensor } from '#kit/tensor/index.ts'
import { findSandbox } from '#kit/vitest/sandbox.ts'
import { importable } from '../../../checks/support/isolation/importable.ts'
import { beginLimits, givingUpAfter, limitReached } from '../../../checks/support/isolation/limits.ts'
import { remoteModule, trickIn } from '../../../checks/support/isolation/remote-work.ts'
import { Submission } from '../../../checks/support/isolation/submission.ts'
import { snapshot } from '../../../checks/support/running/snapshot.ts'
import { errorFrom } from '../../../checks/support/isolation/thrown.ts'
import { ProcessEnded } from '../../../checks/support/isolation/work-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'work-'))
const tree = { name: 'assignments', folders: [folder] } as const
mkdirSync(join(folder, '1-fully-connected'))
writeFileSync(
  join(folder, '1-fully-connected/layers.ts'),
  `import { NotImplementedError } from '#kit/not-implemented.ts'
import { add, matmul, ones, Tensor } from '#kit/tensor/index.ts'

let kept: Tensor | undefined
export const words = ['a', 'b']
let given: { x: Tensor; labels: number[] }
export const remember = (x: Tensor, labels: number[]) => void (given = { x, labels })
export const meddle = () => { given.x.data.fill(8); given.labels[0] = 8; return given }
export const same = (x: unknown) => x
export const swap = (x: any) => { x.data = new Float64Array(x.size) }
export const forward = (x: Tensor) => ({ out: add(x, 1), cache: { x, own: ones([2]), secret: new Map([[x, 1]]) } })
export const backward = (dout: Tensor, cache: any) => ({ dx: dout, knows: cache.secret.get(cache.x) })
export const spoil = (cache: any) => { cache.own.data[0] = 7; cache.more = 1 }
export const reuse = (value: number) => { kept ??= ones([2]); kept.data.fill(value); return { kept } }
export const twice = (f: (x: Tensor) => number, x: Tensor) => [f(x), f(add(x, 1))]
export const refuse = () => { throw new RangeError('keepProb is 0') }
export const unfinished = () => { throw new NotImplementedError('1.1') }
export const misfit = () => matmul(ones([2, 3]), ones([2, 3]))
export const text = () => { throw 'no' }
export const proxy = () => ({ dx: new Proxy({}, {}) })
export const forever = () => { for (;;); }
export const sleep = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
export const fill = () => { const all = []; for (;;) all.push(new Float64Array(1e6).fill(1)) }
export const manyObjects = () => Array.from({ length: 1e6 }, () => ({}))
// Its answers go to the fourth file if both directions have a pipe, and else to the third.
const write = (bytes: Uint8Array) => {
  for (const file of [4, 3]) try { new (process.stdout as any).constructor(file).write(bytes) } catch {}
}
export const garbage = () => write(new Uint8Array(64))
export const answersTwice = () => {
  const words = new TextEncoder().encode('{"op":"answer","thrown":{"type":"Error","message":"early"}}')
  const answer = new Uint8Array(8 * Math.ceil(1 + words.length / 8))
  new Uint32Array(answer.buffer, 0, 2).set([answer.length - 4, words.length])
  answer.set(words, 8)
  write(answer)
  write(answer)
}
export const answersInAdvance = () => {
  const words = new TextEncoder().encode('{"op":"answer"}')
  const answer = new Uint8Array(8 * Math.ceil(1 + words.length / 8))
  new Uint32Array(answer.buffer, 0, 2).set([answer.length - 4, words.length])
  answer.set(words, 8)
  write(answer)
  const kept = []
  for (let i = 0; i < 2 ** 7; i++) kept.push(new Uint8Array(2 ** 24).fill(1))
  for (;;);
}
export class Net {
  params: Record<string, Tensor> = { W1: ones([2]) }
  scores(x: Tensor) { return add(x, this.params.W1) }
}
`,
)
// Attempts to get a module of Node that Node's permissions do not limit, with methods that are not what they were.
writeFileSync(
  join(folder, '1-fully-connected/losses.ts'),
  `const replaced = async (object: any, name: string, own: unknown, name2: string) => {
  const before = object[name]
  object[name] = (...args: unknown[]) => { if (typeof own === 'string') object[name] = before; return own }
  try { return Object.keys(await import(name2)).length } catch { return 0 } finally { object[name] = before }
}
const forged = (answer: object) => replaced(TextDecoder.prototype, 'decode', JSON.stringify({ op: 'answer', ...answer }), './any.ts')
export const taken = [
  await replaced(Set.prototype, 'has', true, 'node:net'),
  await replaced(Map.prototype, 'get', 'export const net = 1', 'node:net'),
  await forged({ url: 'node:net' }),
  await forged({ url: 'file:///own.mjs', text: 'export * from "node:net"', isGiven: true }),
]
export const connects = ['fetch', 'WebSocket', 'EventSource', 'Response'].filter((name) => name in globalThis)
`,
)
writeFileSync(
  join(folder, '1-fully-connected/optimizers.ts'),
  'export const right = 1\nexport const wrong = (\n',
)
const submission = new Submission(tree, findSandbox().command)
afterAll(() => {
  submission.end()
  rmSync(folder, { recursive: true })
})
// oxlint-disable-next-line typescript/no-explicit-any -- functions of any signature
const work: Record<string, any> = remoteModule(submission, '1-fully-connected/layers.ts')

test('numbers, texts and lists come back as they are', () => {
  expect(work.words).toEqual(['a', 'b'])
  const values = [1.5, -0, NaN, -Infinity, 'x', true, null, undefined, 10n, [1, [2]], { a: { b: [] } }]
  for (const value of values) expect(work.same(value)).toEqual(value)
  const long = Array.from({ length: 300_000 }, (_, i) => i)
  expect(work.same(long)).toEqual(long)
})

test('an object stays the same object on both sides, and so does a cache with whatever is in it', () => {
  const x = tensor([1, 2])
  expect(work.same(x)).toBe(x)
  const { out, cache } = work.forward(x)
  expect(out).toEqual(tensor([2, 3]))
  expect(out).toBeInstanceOf(Tensor)
  expect(cache.x).toBe(x)
  expect(work.backward(out, cache)).toEqual({ dx: out, knows: 1 })
})

test('what a call writes to its arguments, and to the results of earlier calls, is seen', () => {
  const { cache } = work.forward(tensor([1]))
  work.spoil(cache)
  expect(Array.from(cache.own.data)).toEqual([7, 1])
  expect(cache.more).toBe(1)
  const { kept } = work.reuse(3)
  work.reuse(4)
  expect(Array.from(kept.data)).toEqual([4, 4])
})

test('what an earlier call was given cannot be changed by a later one', () => {
  const [x, labels] = [tensor([1, 2]), [0, 1]]
  work.remember(x, labels)
  work.meddle()
  expect(x).toEqual(tensor([1, 2]))
  expect(labels).toEqual([0, 1])
  expect(work.forward(x).out).toEqual(tensor([2, 3]))
})

test('a call that gives an argument another array is noticed', () => {
  const x = tensor([1, 2])
  const { change } = snapshot(x, 0, [])
  work.swap(x)
  expect(change()).toBe('argument 1.data was replaced')
})

test('a process that has answered in advance is ended when it goes on', async () => {
  work.answersInAdvance()
  await sleep(10_000)
  expect(() => work.same(1)).toThrow(ProcessEnded)
  expect(work.same(1)).toBe(1)
})

test('what the grader writes is seen by the next call', () => {
  const x = tensor([1, 2])
  work.forward(x)
  x.data[0] = 5
  expect(work.forward(x).out).toEqual(tensor([6, 3]))
})

test('a function that is passed in is called here, and what it throws comes back', () => {
  const f = ({ data }: Tensor): number => data[0]
  expect(work.twice(f, tensor([1]))).toEqual([1, 2])
  const own = new Error('mine')
  const fails = (): never => {
    throw own
  }
  expect(() => work.twice(fails, tensor([1]))).toThrow(own)
})

test('errors are errors, of the kind that was thrown', () => {
  expect(() => work.refuse()).toThrow(RangeError)
  expect(() => work.refuse()).toThrow('keepProb is 0')
  expect(() => work.unfinished()).toThrow(
    expect.objectContaining({ name: 'NotImplementedError', todo: '1.1' }),
  )
  expect(() => work.misfit()).toThrow(/matmul/)
  let thrown: unknown
  try {
    work.text()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBe('no')
})

test('a network takes its parameters from here', () => {
  const net = new work.Net()
  expect(net.params.W1).toEqual(ones([2]))
  net.params.W1 = tensor([5, 6])
  expect(net.scores(tensor([1, 1]))).toEqual(tensor([6, 7]))
})

test('a process that deceives itself gets no module of Node that could connect to others', () => {
  const { taken, connects } = remoteModule(submission, '1-fully-connected/losses.ts')
  expect(taken).toEqual([0, 0, 0, 0])
  expect(connects).toEqual([])
})

test('a file that does not parse is refused with the line', () => {
  const load = () => remoteModule(submission, '1-fully-connected/optimizers.ts')
  expect(load).toThrow(/^Expression expected \(line \d\)$/)
})

test('a trick is noticed where it can be seen', () => {
  expect(trickIn(work.proxy())).toBe('dx, which is a Proxy')
})

test('a call that never ends is stopped, and the next one goes on', () => {
  beginLimits(0.5)
  expect(() => work.forever()).toThrow('limit')
  expect(limitReached()).toBe('time')
  beginLimits(5)
  expect(work.same(1)).toBe(1)
})

test('a call that waits for something that never comes is stopped, and the next one goes on', () => {
  beginLimits(0.2)
  expect(() => work.sleep()).toThrow('limit')
  expect(limitReached()).toBe('time')
  beginLimits(5)
  expect(work.same(1)).toBe(1)
})

test('a call that fills the memory is stopped, and the next one goes on', () => {
  beginLimits(60)
  expect(() => work.fill()).toThrow('limit')
  expect(limitReached()).toBe('memory')
  beginLimits(5)
  expect(work.same(1)).toBe(1)
})

test('a call can be given up, which is no limit of the run', () => {
  beginLimits(5)
  expect(() => givingUpAfter(100, () => work.forever())).toThrow(ProcessEnded)
  expect(limitReached()).toBeUndefined()
  expect(work.same(1)).toBe(1)
})

test('who sends what nobody can read is ended, and the next call goes on', () => {
  beginLimits(5)
  expect(() => work.garbage()).toThrow(ProcessEnded)
  expect(work.same(1)).toBe(1)
})

test('who answers before it is asked is ended, and the next check goes on', () => {
  beginLimits(5)
  expect(() => work.answersTwice()).toThrow('early')
  submission.forget()
  expect(work.same(1)).toBe(1)
})

test('what would fill the memory of the checks is not read, and the next call goes on', () => {
  beginLimits(30)
  expect(() => work.manyObjects()).toThrow(ProcessEnded)
  expect(work.same(1)).toBe(1)
  const thrown = { type: 'Error', message: 'x'.repeat(1e6) }
  expect(errorFrom(thrown, String, submission.mirror)).toHaveProperty('message.length', 20_000)
})

test('a process is started, ended and started again without a warning of Node', () => {
  const imported = (file: string): string =>
    JSON.stringify(new URL(`../../../checks/support/isolation/${file}`, import.meta.url))
  const script = `import { treeNamed } from ${imported('importable.ts')}
import { Submission } from ${imported('submission.ts')}
const submission = new Submission(treeNamed('assignments'), [])
for (let i = 0; i < 2; i++) {
  console.log(submission.load('1-fully-connected/layers.ts').words.functions.length)
  submission.distrust()
  submission.renew()
}
submission.end()`
  const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script]
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: '4\n4\n', stderr: '' })
})

test.for([
  ['../../solutions/1-fully-connected/layers.ts', 'assignments/1-fully-connected/layers.ts'],
  ['#work/../solutions/1-fully-connected/layers.ts', 'assignments/1-fully-connected/layers.ts'],
  ['#work/../checks/reference/cs231n.json', 'kit/tensor/index.ts'],
  ['#kit/tensor/../layers/index.ts', 'assignments/1-fully-connected/layers.ts'],
  ['#kit/layers/index.ts', 'kit/tensor/index.ts'],
  ['#kit/course/manifest.ts', 'kit/tensor/index.ts'],
  ['file:///etc/passwd', 'kit/tensor/index.ts'],
  ['fast-check', 'kit/tensor/index.ts'],
  ['data:text/javascript,1', 'assignments/1-fully-connected/layers.ts'],
  ['#kit/tensor/no-such-file.ts', 'assignments/1-fully-connected/layers.ts'],
  ['#kit/tensor/', 'kit/tensor/index.ts'],
  ['./a\0b.ts', 'assignments/1-fully-connected/layers.ts'],
])('nothing but the work and the given code can be imported: %s', ([specifier, parent]) => {
  const url = new URL(`../../../${parent}`, import.meta.url).href
  expect(importable(specifier, url, tree, new Set(['1-fully-connected/layers.ts']))).toHaveProperty('error')
})
