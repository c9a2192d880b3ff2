import { PIPE, type Attempt } from './attempt.ts'

/** What takes all of something, or never ends. */
export const resources: readonly Attempt[] = [
  { does: 'sleeps for ever', code: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)` },
  { does: 'searches with an expression that never ends', code: `/^(a+)+$/.test('a'.repeat(60) + '!')` },
  {
    does: 'loops in WebAssembly',
    code: `new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11])))`,
  },
  { does: 'computes a number of a billion digits', code: `loot = (7n ** (7n ** 11n)) > 0n && false` },
  { does: 'calls itself without end', code: `const call = () => call() + 1; call()` },
  { does: 'makes a text as long as there can be', code: `let text = 'x'; for (;;) text += text` },
  {
    does: 'fills memory outside of JavaScript',
    code: `const all = []; for (;;) all.push(new Uint8Array(2 ** 26).fill(1))`,
  },
  {
    does: 'fills memory that is shared',
    code: `const all = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(2 ** 26)).fill(1))`,
  },
  {
    does: 'fills the memory of WebAssembly',
    code: `const all = []; for (;;) { const memory = new WebAssembly.Memory({ initial: 2 ** 12 }); new Uint8Array(memory.buffer).fill(1); all.push(memory) }`,
  },
  {
    does: "fills the grader's memory with numbers",
    code: `${PIPE}; for (let id = 1; ; id += 2) send({ op: 'callback', id: 0, args: [['array', id, 5, 2 ** 26, 0]] }, new Uint8Array(2 ** 26))`,
  },
  {
    does: 'returns a gigabyte',
    code: ``,
    otherwise: `return { dx: new (arguments[0].constructor)(new Float64Array(2 ** 27), [2 ** 27]) }`,
    todo: '1.4',
  },
  {
    does: 'returns a million objects',
    code: ``,
    otherwise: `return { w: arguments[0], config: Array.from({ length: 1e6 }, (_, i) => ({ i })) }`,
    todo: '1.7',
  },
  {
    does: 'returns a million levels',
    code: ``,
    otherwise: `let deep = {}; for (let i = 0; i < 1e6; i++) deep = { deep }; return { w: arguments[0], config: deep }`,
    todo: '1.8',
  },
  {
    does: 'returns what contains itself',
    code: ``,
    otherwise: `const own = { w: arguments[0] }; own.config = own; own.own = [own, new Map([[own, own]])]; return own`,
    todo: '1.9',
  },
  {
    does: 'throws a message of 100 MB',
    code: ``,
    otherwise: `throw new Error('x'.repeat(1e8))`,
    todo: '1.10',
  },
  {
    does: 'throws what cannot be read',
    code: ``,
    otherwise: `throw new Proxy({}, { get() { throw new Proxy(function () {}, { getPrototypeOf() { throw 1 } }) } })`,
    todo: '1.6',
  },
  { does: 'throws nothing at all', code: ``, otherwise: `throw undefined`, todo: '5.9' },
  {
    does: 'prints without end',
    code: `for (;;) { console.log('x'.repeat(1e6)); console.error('Part 1 64 of 64 points'); process.stderr.write('x') }`,
  },
  {
    does: 'prints a table of points',
    code: `console.error('  Part 1  Fully connected networks   1000 of 30 points  16 done'); process.stderr.write('  Part 2  1000 of 30 points\\n')`,
  },
  {
    does: 'moves the cursor over the table of points',
    code: ``,
    otherwise: `throw new Error('\\u001b[2J\\u001b[H\\u009b31m\\r\\u202e  Part 1  1000 of 30 points\\n  Part 2  1000 of 30 points\\n\\u0007')`,
    todo: '5.10',
  },
  {
    does: 'gives its results names that a terminal obeys',
    code: ``,
    otherwise: `return { ['\\u001b]0;owned\\u0007\\u001b[2J\\n  Part 3  1000 of 30 points']: 1 }`,
    todo: '5.12',
  },
  {
    does: 'leaves threads that go on computing',
    code: `for (let i = 0; i < 8; i++) void crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']).then((key) => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 1e9 }, key, 512))`,
  },
  {
    does: 'leaves timers behind',
    code: `for (let i = 0; i < 1e5; i++) setInterval(() => { for (;;); }); const again = () => queueMicrotask(again); again()`,
  },
  {
    does: 'sorts with an order that is none',
    code: `Array.from({ length: 1e6 }, (_, i) => i).sort(() => { for (;;); })`,
  },
]
