import { PIPE, type Attempt } from './attempt.ts'

/** What a function may try when it is called. */
export const calls: readonly Attempt[] = [
  {
    does: 'reads the solution with a module of Node that needs no import',
    code: `const fs = process.getBuiltinModule('node:fs'); loot = fs.readFileSync(ROOT + '/solutions/1-fully-connected/layers.ts')`,
  },
  {
    does: 'reads with the inner parts of Node',
    code: `const { internalModuleReadJSON, readFileUtf8 } = process.binding('fs'); loot = readFileUtf8(ROOT + '/checks/reference/cs231n.json', 0)`,
  },
  {
    does: 'loads an add-on',
    code: `process.dlopen({ exports: {} }, ROOT + '/node_modules/koffi/index.node'); loot = true`,
  },
  {
    does: 'asks Node for a report of its process',
    code: `loot = process.report.getReport().header.cwd`,
  },
  {
    does: 'looks for the grader in its environment',
    code: `loot = Object.keys(process.env).some((name) => !name.startsWith('CNN_')) || process.env.CNN_GRADING`,
  },
  {
    does: "looks for Vitest's objects",
    code: `loot = globalThis.__vitest_worker__ ?? globalThis.__vitest_environment__ ??
    Object.getOwnPropertySymbols(globalThis).find((symbol) => /vitest|jest|fast-check/i.test(String(symbol)))`,
  },
  {
    does: 'kills the process that started it',
    code: `for (const kill of ['kill', '_kill']) try { process[kill](process.ppid, 9); loot = true } catch {}`,
  },
  {
    does: 'becomes another program',
    code: `process.execve('/bin/sh', ['sh', '-c', 'touch ' + MARK], {}); loot = true`,
  },
  {
    does: 'writes to the disk',
    code: `new process.stdout.constructor(MARK).write('x'); loot = false`,
  },
  {
    does: 'changes the working directory',
    code: `process.chdir(ROOT); loot = true`,
  },
  {
    does: 'walks up the stack to the caller of its caller',
    code: `Error.prepareStackTrace = (_, sites) => sites
  const sites = new Error().stack
  delete Error.prepareStackTrace
  loot = sites.slice(1).some((site) => site.getThis?.() || site.getFunction?.())`,
  },
  {
    does: 'asks a function for its caller and its arguments',
    code: `loot = (function inner() { return inner.caller ?? inner.arguments.callee.caller })()`,
  },
  {
    does: 'asks for the open handles of its process',
    code: `loot = process._getActiveHandles().find((handle) => typeof handle.connect === 'function')`,
  },
  {
    does: 'answers twice, with a verdict in the answer',
    code: `${PIPE}
  const verdict = { op: 'answer', value: ['undefined'], passed: true, state: 'pass', result: { state: 'pass' } }
  send(verdict); send(verdict)`,
  },
  {
    does: "returns the grader's own objects by their numbers",
    code: `${PIPE}; for (let id = 0; id < 40; id += 2) send({ op: 'answer', value: ['known', id] })`,
  },
  {
    does: 'calls whatever function of the grader there is',
    code: `${PIPE}; for (let id = 0; id < 40; id += 2) send({ op: 'callback', id, args: [['known', id]] })`,
  },
  {
    does: 'announces a message of 4 GB',
    code: `${PIPE}; pipe.write(new Uint8Array(new Uint32Array([2 ** 32 - 1, 2 ** 32 - 1]).buffer)); for (;;) pipe.write(new Uint8Array(2 ** 20))`,
  },
  {
    does: 'announces an empty message',
    code: `${PIPE}; pipe.write(new Uint8Array(16))`,
  },
  {
    does: 'sends a message that is nested deeply',
    code: `${PIPE}; send('{"op":"answer","value":' + '['.repeat(1e6) + ']'.repeat(1e6) + '}')`,
  },
  {
    does: 'sends a tensor whose shape is none',
    code: `${PIPE}; send({ op: 'answer', value: ['object', 1, '', ['dx', 'loss'], [['tensor', 3, ['array', 5, 0, 1, 0], [-1, 'x']], 0]] }, new Uint8Array(8))`,
  },
  {
    does: 'sends an array that ends after its message',
    code: `${PIPE}; send({ op: 'answer', value: ['array', 7, 0, 2 ** 40, 0] }, new Uint8Array(8))`,
  },
  {
    does: 'sends objects with the names of prototypes',
    code: `${PIPE}; send({ op: 'answer', value: ['object', 9, '__proto__', ['__proto__', 'constructor', 'then'], [['object', 11, '', ['state'], ['pass']], 1, 1]] })`,
  },
  {
    does: 'says that the error came from the grader',
    code: `${PIPE}; for (let known = 0; known < 40; known += 2) send({ op: 'answer', thrown: { known } })`,
  },
  {
    does: 'says that a TODO is not started which does not exist',
    code: `${PIPE}; send({ op: 'answer', thrown: { todo: { todo: '__proto__', message: 'not started' } } })`,
  },
  {
    does: 'replaces how messages are written and read, for good',
    code: `JSON.parse = JSON.stringify = () => '{}'
  TextDecoder.prototype.decode = () => '{}'
  TextEncoder.prototype.encode = () => new Uint8Array(4)
  Buffer.compare = () => 0
  Map.prototype.get = Map.prototype.has = () => undefined`,
  },
  {
    does: 'makes all numbers equal and puts everything back in the same call',
    code: `const { abs } = Math; const { is } = Object
  Math.abs = () => 0; Object.is = () => true
  queueMicrotask(() => Object.assign(Math, { abs }) && Object.assign(Object, { is }))`,
    otherwise: `return { dx: arguments[0], dw: arguments[0], db: arguments[0] }`,
    todo: '1.2',
  },
  {
    does: 'tells the library of random cases to try none',
    code: `globalThis[Symbol.for('fast-check/GlobalParameters')] = { numRuns: 0, skipAllAfterTimeLimit: 0 }`,
    otherwise: `return { dx: arguments[0] }`,
    todo: '1.4',
  },
  {
    does: 'returns a loss that is whatever it is compared with',
    code: ``,
    otherwise: `return { loss: { valueOf: () => NaN, toJSON: () => 0, [Symbol.toPrimitive]: () => NaN }, dscores: arguments[0] }`,
    todo: '1.5',
  },
  {
    does: 'returns numbers that are not numbers',
    code: ``,
    otherwise: `return { loss: NaN, dscores: arguments[0].clone().mul?.(NaN) ?? Object.assign(arguments[0].clone(), { data: arguments[0].data.map(() => NaN) }) }`,
    todo: '1.6',
  },
  {
    does: 'returns a promise that looks like a result',
    code: ``,
    otherwise: `const w = arguments[0]; return { w, config: {}, then: (done) => done({ w, config: {} }) }`,
    todo: '1.7',
  },
  {
    does: 'returns a tensor with nothing in it',
    code: ``,
    otherwise: `const w = arguments[0]; return { w: new w.constructor(new Float64Array(0), [0]), config: arguments[2] ?? {} }`,
    todo: '1.8',
  },
  {
    does: 'returns a class that decides what it is an instance of',
    code: ``,
    otherwise: `class Own extends Float64Array { static get [Symbol.species]() { return Array } static [Symbol.hasInstance]() { return true } }
  const w = arguments[0]; return { w: new w.constructor(new Own(w.size), w.shape), config: {} }`,
    todo: '1.9',
  },
]
