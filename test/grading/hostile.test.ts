import { describe, expect, test } from 'vitest'
import type { CauseId } from '#kit/grading/causes/index.ts'
import { manifest } from '#kit/grading/manifest.ts'
import { once } from '../support/once.ts'
import { TemporaryKit, type GradedRun, type ReportedCheck } from '../support/temporary-kit.ts'

const layers = 'assignments/1-fully-connected/layers.ts'

/** What a submission may do, and what is said of it; without a cause if the checks do not live to say it. */
interface Hostility {
  does: string
  cause?: CauseId
  code: string
  says: string | RegExp
}

/** What a submission may do when one of its functions is called, by TODO, and what is said of it. */
const calls: Record<string, Hostility> = {
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
  '3.1': {
    does: 'fills an array for ever',
    cause: 'limit/memory',
    code: 'const lost: unknown[] = []; for (;;) lost.push(new Float64Array(1e6).fill(1))',
    says: /Out of memory: dropoutForward in .*dropout\.ts was stopped: the checks took more than 1 GB of memory/,
  },
  '5.1': {
    does: 'replaces a function of JavaScript',
    cause: 'file/changes-built-in',
    code: 'Math.max = () => 1; return { mean: x }',
    says: 'Broken file: assignments/5-training/preprocessing.ts changes Math.max, which everything else relies on.',
  },
  '5.3': {
    does: 'returns a class derived from Tensor',
    cause: 'result/trick',
    code: 'class Mine extends (x.constructor as any) {}\n  return { mean: new Mine(x.data, x.shape), deviation: x }',
    says: /fitNormalization in .*preprocessing\.ts returned mean, which is of a class derived from Tensor/,
  },
  '5.4': {
    does: 'adds a method to all arrays',
    cause: 'file/changes-built-in',
    code: 'Object.assign(Array.prototype, { total() { return 0 } }); return x',
    says: 'Broken file: assignments/5-training/preprocessing.ts changes Array.prototype.total, which everything else relies on.',
  },
  '5.5': {
    does: 'leaves a promise behind that never lets go',
    cause: 'limit/left-running',
    code: `void (async () => { for (;;) await null })()\n  return { mean: x, basis: x, variances: x }`,
    says: /Took too long: fitPca in .*preprocessing\.ts leaves something behind that lets nothing else run/,
  },
  '5.7': {
    does: 'asks for more memory than there is',
    cause: 'crash/other',
    code: 'new Float64Array(1e12)\n  return x',
    says: /Crashed: whiten in .*preprocessing\.ts threw RangeError: .*\n +at assignments\/5-training\/preprocessing\.ts:\d+/,
  },
  '5.6': {
    does: 'replaces a function of JavaScript later on',
    cause: 'file/changes-built-in',
    code: 'setTimeout(() => { Number.isFinite = () => true }); return x',
    says: 'Broken file: assignments/5-training/preprocessing.ts changes Number.isFinite, which everything else relies on.',
  },
  '1.11': {
    does: 'takes all memory at one stroke',
    code: 'this.params = { W1: new Array(4e8).fill(0) as never }',
    says: /Ended early: The process that ran the checks of assignments\/1-fully-connected\/two-layer-net\.ts ended.*\. Either it ran out of memory/,
  },
}

/** What a file may do when it is loaded, and what every check of it says then. */
const loads: Record<string, Hostility> = {
  // Files that no other imports: each that does waits as well.
  '4-convolution/three-layer-conv-net.ts': {
    does: 'loops for ever',
    cause: 'limit/endless-loading',
    code: 'for (;;);',
    says: /Took too long: assignments\/4-convolution\/three-layer-conv-net\.ts was stopped after 5 s of loading\./,
  },
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
  '6-cifar10/residual-block.ts': {
    does: 'fills an array for ever',
    cause: 'limit/memory-loading',
    code: 'const lost: unknown[] = []; for (;;) lost.push(new Float64Array(1e6).fill(1))',
    says: /Out of memory: assignments\/6-cifar10\/residual-block\.ts takes more than 1 GB of memory while it is loaded\./,
  },
  '1-fully-connected/fully-connected-net.ts': {
    does: 'ends the process behind the back of all',
    code: ';(process as unknown as { reallyExit(code: number): void }).reallyExit(0)',
    says: /Ended early: The process that ran the checks of assignments\/1-fully-connected\/fully-connected-net\.ts ended/,
  },
}

/** TODOs that are solved properly, in the same files. */
const honest = ['1.1', '1.3', '5.2']

const points = (ids: readonly string[]): number =>
  manifest
    .flatMap(({ todos }) => todos)
    .reduce((sum, todo) => sum + (ids.includes(todo.id) ? todo.points : 0), 0)

/** All points in the table that a run printed. */
const earned = (output: string): number =>
  Array.from(output.matchAll(/(\d+) of \d+ points/g)).reduce((sum, [, number]) => sum + Number(number), 0)

/** What the failed checks of these TODOs say. */
const failuresOf = ({ checks }: GradedRun, isMeant: (todo: string) => boolean): string[] =>
  failedOf(checks, isMeant).map(({ failureMessages }) => failureMessages.join('\n'))

/** Their causes, as Vitest's JSON has them. */
const causesOf = ({ checks }: GradedRun, isMeant: (todo: string) => boolean) =>
  failedOf(checks, isMeant).map(({ meta }) => meta.reason?.cause)

const failedOf = (checks: readonly ReportedCheck[], isMeant: (todo: string) => boolean) =>
  checks.filter(({ status, meta }) => status === 'failed' && isMeant(meta.todo ?? ''))

const fileOf = (id: string): string | undefined =>
  manifest.flatMap(({ todos }) => todos).find((todo) => todo.id === id)?.file

const run = once(async () => {
  const kit = new TemporaryKit()
  for (const id of honest) kit.fill(id)
  for (const [id, { code }] of Object.entries(calls)) kit.fill(id, () => `  ${code}\n`)
  for (const [file, { code }] of Object.entries(loads)) {
    kit.write(`assignments/${file}`, `${kit.read(`assignments/${file}`)}\n${code}\n`)
  }
  return await kit.grade()
})

describe('what a function does when it is called is a failed check with a sentence', () => {
  const rows = Object.entries(calls).map(([id, call]) => ({ id, ...call }))
  test.for(rows)('TODO $id $does', async ({ id, says, cause }) => {
    expect(failuresOf(await run(), (todo) => todo === id).join('\n')).toMatch(says)
    expect(causesOf(await run(), (todo) => todo === id)).toContain(cause)
  })
})

describe('what a file does when it is loaded fails each of its checks with a sentence', () => {
  const rows = Object.entries(loads).map(([file, load]) => ({ file, ...load }))
  test.for(rows)('$file $does', async ({ file, says, cause }) => {
    const failures = failuresOf(await run(), (todo) => fileOf(todo) === file)
    expect(failures.length).toBeGreaterThan(0)
    for (const message of failures) expect(message).toMatch(says)
    expect(new Set(causesOf(await run(), (todo) => fileOf(todo) === file))).toEqual(new Set([cause]))
  })
})

test('the others go on, nothing else is earned, and nothing is left without a verdict', async () => {
  const { checks, exitCode, output } = await run()
  const statesOf = (id: string) =>
    new Set(checks.filter(({ meta }) => meta.todo === id).map(({ status }) => status))
  expect(honest.map((id) => [id, statesOf(id)])).toEqual(honest.map((id) => [id, new Set(['passed'])]))
  expect(checks.filter(({ status }) => status === 'pending')).toEqual([])
  expect(output).not.toContain('Unhandled')
  expect(earned(output)).toBe(points(honest))
  expect(exitCode).toBe(1)
})
