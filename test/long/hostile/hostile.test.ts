import { hostileTests, type Misbehaviour } from './hostile.ts'

const layers = 'assignments/1-fully-connected/layers.ts'

/** What a submission may do when one of its functions is called, by TODO, and the resulting message. */
const calls: Record<string, Misbehaviour> = {
  '1.2': {
    does: 'ends the process',
    cause: 'crash/other',
    code: 'process.exit(0)',
    says: /Crashed: affineBackward in .*layers\.ts threw Error: process\.exit unexpectedly called/,
  },
  '1.4': {
    does: 'returns a Proxy',
    cause: 'result/trick',
    code: 'return { dx: new Proxy(dout, {}) }',
    says: `Wrong answer: reluBackward in ${layers} returned dx, which is a Proxy. Return plain numbers, Tensors and objects.`,
  },
  '1.5': {
    does: 'throws a string',
    cause: 'crash/other',
    code: `throw 'no idea'`,
    says: /Crashed: softmaxLoss in .*losses\.ts threw 'no idea', which is not an Error/,
  },
  '1.6': {
    does: 'returns another loss each time it is read',
    cause: 'result/trick',
    code: 'return { get loss() { return Math.random() }, dscores: scores }',
    says: /Wrong answer: svmLoss in .*losses\.ts returned loss, which is a getter\./,
  },
  '1.7': {
    does: 'is async and fails later',
    cause: 'result/other',
    code: `return (async () => { throw new Error('later') })() as never`,
    says: /sgd in .*optimizers\.ts should return { w, config }, but returned a promise \(it must not be async\)/,
  },
  '1.8': {
    does: 'throws an error that cannot be read',
    cause: 'crash/other',
    code: `throw Object.freeze(Object.defineProperty(new Error(), 'message', { get() { throw new Error() } }))`,
    says: /sgdMomentum in .*optimizers\.ts threw something that cannot be printed/,
  },
  '1.9': {
    does: 'throws an error that is its own cause',
    cause: 'crash/other',
    code: `const error = new Error('round and round'); error.cause = error; throw error`,
    says: /rmsprop in .*optimizers\.ts threw Error: round and round/,
  },
  '1.10': {
    does: 'never stops calling itself',
    cause: 'crash/other',
    code: 'return adam(w, dw, config)',
    says: /adam in .*optimizers\.ts threw RangeError: Maximum call stack size exceeded/,
  },
  '2.1': {
    does: 'loops for ever and catches everything',
    cause: 'limit/endless',
    code: 'for (;;) { try { for (;;) x.data.length } catch {} finally { continue } }',
    says: /Took too long: batchnormForward in .*batchnorm\.ts was stopped after 5 s\. Is there a loop that never ends\?/,
  },
  '2.6': {
    does: 'kills its process',
    cause: 'crash/other',
    code: `process.kill(process.pid, 'SIGKILL'); return null as never`,
    says: /layernormForward in .*layernorm\.ts threw Error: process\.kill would end the checks/,
  },
  '5.1': {
    does: 'replaces a function of JavaScript',
    cause: 'file/changes-built-in',
    code: 'Math.max = () => 1; return { mean: x }',
    says: 'Broken file: assignments/5-training/preprocessing.ts changes Math.max, which everything else relies on.',
  },
  '4.1': {
    does: 'returns a class derived from Tensor',
    cause: 'result/trick',
    code: 'class Mine extends (x.constructor as any) {}\n  return { out: new Mine(x.data, x.shape) } as never',
    says: /convForward in .*conv\.ts returned out, which is of a class derived from Tensor/,
  },
  '5.4': {
    does: 'adds a method to all arrays',
    cause: 'file/changes-built-in',
    code: 'Object.assign(Array.prototype, { total() { return 0 } }); return x',
    says: 'Broken file: assignments/5-training/preprocessing.ts changes Array.prototype.total, which everything else relies on.',
  },
  '3.1': {
    does: 'asks for more memory than there is',
    cause: 'crash/other',
    code: 'new Float64Array(1e12)\n  return { out: x } as never',
    says: /Crashed: dropoutForward in .*dropout\.ts threw RangeError: .*\n +at assignments\/3-dropout\/dropout\.ts:\d+/,
  },
  '5.6': {
    does: 'replaces a function of JavaScript later on',
    cause: 'file/changes-built-in',
    code: 'setTimeout(() => { Number.isFinite = () => true }); return x',
    says: 'Broken file: assignments/5-training/preprocessing.ts changes Number.isFinite, which everything else relies on.',
  },
}

/** What a file may do when it is loaded, and the message of each of its checks. */
const loads: Record<string, Misbehaviour> = {
  // No other file imports these files; a file that did would also have to wait.
  '5-training/sanity-checks.ts': {
    does: 'waits for ever',
    cause: 'limit/endless-loading',
    code: 'await new Promise(() => {})',
    says: /Took too long: assignments\/5-training\/sanity-checks\.ts was stopped after 5 s of loading\./,
  },
  '4-convolution/max-pool.ts': {
    does: 'imports what is no part of the exercise',
    cause: 'file/not-allowed',
    code: `import { readFileSync } from 'node:fs'\nvoid readFileSync`,
    says: `Broken file: assignments/4-convolution/max-pool.ts imports 'node:fs', which is not part of the exercise.`,
  },
  '4-convolution/spatial-norm.ts': {
    does: 'takes the solution',
    cause: 'file/not-allowed',
    code: `export * from '../../solutions/4-convolution/spatial-norm.ts'`,
    says: `spatial-norm.ts imports '../../solutions/4-convolution/spatial-norm.ts', which is not part of the exercise`,
  },
  '5-training/diagnostics.ts': {
    does: 'replaces a function of JavaScript',
    cause: 'file/changes-built-in',
    code: 'Array.from = () => [] as never[]',
    says: /Broken file: assignments\/5-training\/diagnostics\.ts, .* changes Array\.from, which everything else relies on/,
  },
  '1-fully-connected/fully-connected-net.ts': {
    does: 'ends the process behind the back of all',
    code: ';(process as unknown as { reallyExit(code: number): void }).reallyExit(0)',
    says: /Ended early: The process that ran the checks of assignments\/1-fully-connected\/fully-connected-net\.ts ended/,
  },
}

// The files of these TODOs contain hostile functions as well.
hostileTests(['1.1', '1.3', '5.2'], calls, loads)
