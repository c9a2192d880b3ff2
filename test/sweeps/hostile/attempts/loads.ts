import type { Attempt } from './attempt.ts'

const SOLUTION = `'/solutions/1-fully-connected/layers.ts'`

/** Replaces the next message of the grader. */
const made = (answer: object): string => `{
    const { decode } = TextDecoder.prototype
    TextDecoder.prototype.decode = () => { TextDecoder.prototype.decode = decode; return ${JSON.stringify(JSON.stringify(answer))} }
  }`

/** What a file may try while it is loaded. Here it can also wait for something. */
export const loads: readonly Attempt[] = [
  {
    does: 'imports the solution by a relative path',
    code: `loot = await import('../../solu' + 'tions/1-fully-connected/layers.ts')`,
  },
  { does: 'imports the solution by its path', code: `loot = await import(ROOT + ${SOLUTION})` },
  {
    does: 'imports the solution by its address',
    code: `loot = await import('file://' + encodeURI(ROOT) + ${SOLUTION})`,
  },
  {
    does: 'imports the solution with escapes in the path',
    code: `loot = await import('./%2e%2e/%2e%2e/solutions/1-fully-connected/layers.ts')`,
  },
  {
    does: 'imports the solution by way of #work',
    code: `loot = await import('#work/../solutions/1-fully-connected/layers.ts')`,
  },
  {
    does: 'imports the solution by a name of Vite',
    code: `for (const start of ['/@fs/', '/@id/', 'virtual:', '/']) loot ??= await import(start + ROOT.slice(1) + ${SOLUTION}).catch(() => {})`,
  },
  {
    does: 'imports the solution as text',
    code: `for (const end of ['?raw', '?url', '#', '?']) loot ??= await import('../../solutions/1-fully-connected/layers.ts' + end).catch(() => {})`,
  },
  {
    does: 'imports reference values as JSON',
    code: `loot = await import('../../checks/reference/cs231n.json', { with: { type: 'json' } })`,
  },
  {
    does: 'imports a module that is written in its address',
    code: `loot = await import('data:text/javascript,export default 1')`,
  },
  {
    does: 'imports a module from memory',
    code: `loot = await import(URL.createObjectURL(new Blob(['export default 1'], { type: 'text/javascript' })))`,
  },
  { does: 'imports a module of Node', code: `loot = await import('node:fs')` },
  {
    does: 'imports a module of Node from code that is written in a text',
    code: `loot = await new Function('return import("node:' + 'net")')()`,
  },
  {
    does: 'imports a module of Node while all sets contain everything',
    code: `const { has } = Set.prototype; const { get } = Map.prototype
  Set.prototype.has = () => true; Map.prototype.get = () => 'export default 1'
  try { loot = await import('node:net') } finally { Set.prototype.has = has; Map.prototype.get = get }`,
  },
  {
    does: 'imports a module of Node with an answer that it has made up',
    code: `${made({ op: 'answer', url: 'node:net' })}; loot = await import('./anything.ts')`,
  },
  {
    does: 'imports a module of Node with an answer that gives it the right to do so',
    code: `${made({ op: 'answer', url: 'file:///own.mjs', text: 'export * from "node:net"', isGiven: true })}; loot = await import('./anything.ts')`,
  },
  { does: "takes the kit's layers", code: `loot = (await import('#kit/layers/index.ts')).affineForward` },
  {
    does: "takes the kit's layers by a detour",
    code: `loot = await import('#kit/tensor/../layers/index.ts')`,
  },
  {
    does: "takes the kit's loops",
    code: `loot = await import('#kit/engine/loops/index.ts').catch(() => new Function('return import("#kit/engine/loops/index.ts")')())`,
  },
  {
    does: 'resolves what it may not import',
    code: `loot = await import(import.meta.resolve('#kit/layers/index.ts'))`,
  },
  {
    does: 'imports what answers the grader',
    code: `loot = await import('../../checks/support/isolation/serve.ts')`,
  },
  {
    does: 'imports a library of the checks',
    code: `loot = await import('fast-check').catch(() => import('vitest'))`,
  },
  {
    does: 'reads about itself',
    code: `const read = (path) => new Promise((done) => new process.stdin.constructor(path).on('data', done).on('error', () => done()))
  loot = (await read('/proc/self/environ')) ?? (await read('/proc/self/cmdline')) ?? (await read(ROOT + ${SOLUTION}))`,
  },
  {
    does: 'asks a server that listens on a path',
    code: `new Response('')
  const Agent = globalThis[Symbol.for('undici.globalDispatcher.1')].constructor
  loot = await fetch('http://x/', { dispatcher: new Agent({ connect: { socketPath: SOCKET } }) })`,
  },
  {
    does: 'asks a server that listens on a path, by way of WebAssembly',
    code: `await WebAssembly.compileStreaming(0).catch(() => {})
  const Agent = globalThis[Symbol.for('undici.globalDispatcher.1')].constructor
  loot = await new Agent({ connect: { socketPath: SOCKET } }).request({ origin: 'http://x', path: '/', method: 'GET' })`,
  },
  {
    does: 'starts a thread',
    code: `const { Worker } = await import('node:worker_threads'); loot = new Worker('', { eval: true })`,
  },
  {
    does: 'starts processes without end',
    code: `const { spawn } = await import('node:child_process'); for (;;) loot = spawn(process.execPath)`,
  },
  {
    does: 'changes a check while it is loaded',
    code: `const { writeFileSync } = await import('fs'); writeFileSync(ROOT + '/checks/1-fully-connected/1-layers.check.ts', ''); loot = true`,
  },
  {
    does: 'waits until the grader has forgotten it',
    code: `new FinalizationRegistry(() => {}).register({}, 0); setInterval(() => { globalThis.loot = true }, 1).unref(); await new Promise((done) => setTimeout(done, 50)); loot = Object.hasOwn(globalThis, '__grader__')`,
  },
]
