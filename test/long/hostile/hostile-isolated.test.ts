import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { findSandbox } from '#kit/vitest/sandbox.ts'
import { TemporaryKit } from '../../support/temporary-kit.ts'

/** A file that must not exist after the run. */
const MARK = join(tmpdir(), `written-by-a-submission-${process.pid}`)

/** Work that is right, and must earn its points whatever the rest of the submission does. */
const honest = ['1.1', '1.3', '4.3', '5.1', '5.8', '6.1']

/**
 * Writes to the pipe between the work and the grader, without any module of Node: to the fourth file if both directions
 * have a pipe, and else to the third.
 */
const TO_PIPE = `const Stream = process.stdout.constructor
  const write = (file, bytes) => { try { new Stream(file).write(bytes) } catch {} }
  const pipe = { write: (bytes) => [4, 3].forEach((file) => write(file, bytes)) }`

/** A message as the grader expects it. */
const FORGED = `const frame = (words) => {
    const text = new TextEncoder().encode(JSON.stringify(words))
    const all = new Uint8Array(8 + text.length)
    new Uint32Array(all.buffer, 0, 2).set([4 + text.length, text.length])
    all.set(text, 8)
    return all
  }`

/** What a function does when it is called, by TODO. What follows after it is never right. */
const calls: Record<string, { does: string; code: string }> = {
  '1.2': {
    does: 'makes all numbers equal while it is compared',
    code: `Math.abs = () => 0; Object.is = () => true; Number.isNaN = () => false; return { dx: dout, dw: dout, db: dout }`,
  },
  '1.4': {
    does: 'replaces prototypes and puts them back at the next call',
    code: `globalThis.back?.()
  const { every, findIndex } = Array.prototype
  globalThis.back = () => Object.assign(Array.prototype, { every, findIndex })
  Array.prototype.every = () => true
  Array.prototype.findIndex = () => -1
  return { dx: dout }`,
  },
  '5.2': {
    does: 'reads the solution with functions that need no import',
    code: `const fs = process.getBuiltinModule?.('node:fs') ?? process.binding('fs')
  const text = fs.readFileSync('solutions/5-training/preprocessing.ts', 'utf8')
  return new Function('return ' + text)()`,
  },
  '5.3': {
    does: 'starts a process',
    code: `const { spawnSync } = process.getBuiltinModule('node:child_process')
  spawnSync('touch', [${JSON.stringify(MARK)}])
  return { mean: x, deviation: x }`,
  },
  '5.4': {
    does: 'kills the grader',
    code: `for (const end of ['kill', '_kill']) try { process[end](process.ppid, 9) } catch {}
  return x`,
  },
  '5.5': {
    does: 'fills the memory',
    code: `const all = []; for (;;) all.push(new Float64Array(1e6).fill(1))`,
  },
  '5.6': {
    does: 'forges an answer on the pipe',
    code: `${TO_PIPE}; ${FORGED}
  pipe.write(frame({ op: 'answer', value: 1, passed: true, state: 'passed' }))
  return x`,
  },
  '5.7': {
    does: 'floods the pipe',
    code: `${TO_PIPE}; const much = new Uint8Array(2 ** 24).fill(255); for (;;) pipe.write(much)`,
  },
  '5.9': {
    does: 'says that it is not started',
    code: `throw Object.assign(new Error('TODO 5.8 is not implemented yet'), { name: 'NotImplementedError', todo: '5.8' })`,
  },
  '5.10': {
    does: 'never ends',
    code: `for (;;) try { for (;;) globalThis.x = 1 } catch {} finally { continue }`,
  },
  '5.11': {
    does: 'asks the grader to call a function of its own choice',
    code: `${TO_PIPE}; ${FORGED}
  for (let id = 0; id < 100; id += 2) pipe.write(frame({ op: 'callback', id, args: [] }))
  return []`,
  },
  '5.12': {
    does: 'writes to the disk',
    code: `new process.stdout.constructor(${JSON.stringify(MARK)}).write('x')
  process.report?.writeReport(${JSON.stringify(MARK)})
  return { first: 0, middle: 0, last: 0 }`,
  },
  '5.14': {
    does: 'returns what changes the prototype of its reader',
    code: `return JSON.parse('{"__proto__": {"state": "passed"}}')`,
  },
  '5.15': {
    does: 'returns what never ends',
    code: `let deep = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; return deep`,
  },
  '5.16': {
    does: 'looks for the grader in its environment',
    code: `return globalThis.__vitest_worker__ ?? process.env.VITEST ?? globalThis.process.argv`,
  },
}

/** What a file does when it is loaded, and what it exports. */
const files: Record<string, { does: string; code: string }> = {
  '1-fully-connected/losses.ts': {
    does: "changes Vitest's task objects, wherever they pass by",
    code: `for (const type of [Map, WeakMap, Array]) for (const name of ['set', 'push']) {
  const own = type.prototype[name]
  if (own) type.prototype[name] = function (...args) {
    for (const task of args) if (task?.type === 'test') Object.defineProperty(task, 'result', { get: () => ({ state: 'pass' }), set() {} })
    return own.apply(this, args)
  }
}
for (const method of ['then']) {
  const own = Promise.prototype[method]
  Promise.prototype[method] = function (done, failed) { return own.call(this, done, failed && (() => done?.())) }
}
export const softmaxLoss = (scores) => ({ loss: 0, dscores: scores })
export const svmLoss = softmaxLoss`,
  },
  '1-fully-connected/optimizers.ts': {
    does: 'imports the solution by a path that no parser sees',
    code: `const { sgd, sgdMomentum, rmsprop, adam } = await import('../../solu' + 'tions/1-fully-connected/optimizers.ts')
export { sgd, sgdMomentum, rmsprop, adam }`,
  },
  '2-normalization/layernorm.ts': {
    does: 'imports the solution by its address',
    code: `const { layernormForward, layernormBackward } = await import(new URL('../../solutions/2-normalization/layernorm.ts', import.meta.url).href)
export { layernormForward, layernormBackward }`,
  },
  '2-normalization/batchnorm.ts': {
    does: 'imports code that is written in the import',
    code: `const { fs } = await import('data:text/javascript,import fs from "node:fs"; export { fs }')
export const batchnormForward = fs.readFileSync`,
  },
  '3-dropout/dropout.ts': {
    does: 'gives a module of Node another name',
    code: `import { readFileSync } from '#work/files'
export const dropoutForward = readFileSync`,
  },
  '4-convolution/conv.ts': {
    does: "takes the kit's layers by way of a file that may have them",
    code: `export { convForward, convBackward } from '../6-cifar10/taken.ts'`,
  },
  '4-convolution/max-pool.ts': { does: 'is honest', code: '' },
  '5-training/sanity-checks.ts': {
    does: 'asks somebody on the network',
    code: `try { await fetch('http://127.0.0.1:PORT/') } catch {}
export const [numericGradient, relativeError, judgeOverfitting] = [() => 0, () => 0, () => 'learned by heart']`,
  },
  '1-fully-connected/fully-connected-net.ts': {
    does: 'sends what nobody can read while it is loaded',
    code: `${TO_PIPE}; pipe.write(new Uint8Array(2 ** 16).fill(255)); await new Promise(() => {})`,
  },
  '1-fully-connected/two-layer-net.ts': {
    does: 'draws from the library of the checks',
    code: `import fc from 'fast-check'
fc.assert = () => {}
export class TwoLayerNet {}`,
  },
}

/** Returns a number for the contents of all files of a folder. */
function contentsOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name)
    hash.update(name)
    if (statSync(path).isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** Returns a server that counts who asks, and stops at the end of the test. */
async function counting(): Promise<{ port: number; asked: () => number }> {
  let asked = 0
  const server: Server = createServer((_, response) => {
    asked++
    response.end()
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, asked: () => asked }
}

test('a hostile submission earns what is right in it, and nothing else', async () => {
  const kit = new TemporaryKit()
  const { port, asked } = await counting()
  onTestFinished(() => rmSync(MARK, { force: true }))
  for (const id of honest) kit.fill(id)
  for (const [id, { code }] of Object.entries(calls)) kit.fill(id, () => `  ${code}\n`)
  for (const [file, { code }] of Object.entries(files))
    if (code !== '') kit.write(`assignments/${file}`, code.replace('PORT', String(port)))
  kit.write('assignments/package.json', '{ "type": "module", "imports": { "#work/files": "node:fs" } }')
  kit.write(
    'assignments/6-cifar10/taken.ts',
    `export { convForward, convBackward } from '#kit/layers/index.ts'\n`,
  )
  // A link to the solution, and a folder in the place of a file.
  const link = 'assignments/4-convolution/spatial-norm.ts'
  rmSync(join(kit.root, link))
  symlinkSync(join(kit.root, 'solutions/4-convolution/spatial-norm.ts'), join(kit.root, link))
  rmSync(join(kit.root, 'assignments/4-convolution/three-layer-conv-net.ts'))
  mkdirSync(join(kit.root, 'assignments/4-convolution/three-layer-conv-net.ts'))
  const others = ['solutions', 'checks', 'kit', 'assignments']
  const before = others.map((folder) => contentsOf(join(kit.root, folder)))

  const { checks, output } = await kit.grade('', { CNN_GRADING: '1' })

  const todos = manifest.flatMap((part) => part.todos)
  const passed = todos.filter(({ id }) => {
    const own = checks.filter(({ meta }) => meta.todo === id)
    return own.length > 0 && own.every(({ status }) => status === 'passed')
  })
  expect(passed.map(({ id }) => id)).toEqual(honest)
  const points = honest.reduce((sum, id) => sum + findTodo(id).points, 0)
  const earned = Array.from(output.matchAll(/(\d+) of \d+ points/g)).reduce(
    (sum, [, number]) => sum + Number(number),
    0,
  )
  expect(earned).toBe(points)
  expect(checks.filter(({ status }) => status === 'pending')).toEqual([])
  expect(new Set(checks.map(({ meta }) => meta.todo)).size).toBe(todos.length)
  expect(output).not.toContain('Unhandled')
  expect(existsSync(MARK)).toBe(false)
  expect(others.map((folder) => contentsOf(join(kit.root, folder)))).toEqual(before)
  // Only the system can refuse the network.
  expect(asked()).toBe(findSandbox().command.length > 0 ? 0 : asked())
  const causesOf = (isMeant: (id: string) => boolean) =>
    new Set(checks.filter(({ meta }) => isMeant(meta.todo!)).map(({ meta }) => meta.reason?.cause))
  expect(causesOf((id) => id === '5.5')).toContain('limit/memory')
  expect(causesOf((id) => id === '5.7')).toContain('limit/ended')
  expect(causesOf((id) => id === '5.10')).toContain('limit/endless')
  const net = '1-fully-connected/fully-connected-net.ts'
  expect(causesOf((id) => findTodo(id).file === net)).toEqual(new Set(['limit/ended-loading']))
  for (const file of ['3-dropout/dropout.ts', '4-convolution/spatial-norm.ts'])
    expect(causesOf((id) => findTodo(id).file === file)).toEqual(new Set(['file/does-not-load']))
})
