import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { CauseId } from '#kit/course/causes/index.ts'
import { declarationProblems, stubProblems } from '#kit/course/check-problems.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { sharedRun } from '../support/shared-run.ts'
import { TemporaryKit, type GradedRun, type ReportedCheck } from '../support/temporary-kit.ts'
import { temporaryFolder } from '../support/folders.ts'

const LAYERS = 'assignments/1-fully-connected/layers.ts'
const LOSSES = 'assignments/1-fully-connected/losses.ts'
const OPTIMIZERS = 'assignments/1-fully-connected/optimizers.ts'

test('every stub starts as not started: nothing fails, nothing passes, and the exit code is 0', async () => {
  // On stubs, no check disturbs another one: in one process, all of them take a third of the time.
  const { exitCode, output, checks } = await new TemporaryKit().grade('', {}, [
    '--pool=forks',
    '--no-isolate',
  ])
  const run = checks.map(({ file, fullName, status, meta }) => ({
    file,
    name: fullName,
    state: status,
    ...meta,
  }))
  expect(stubProblems(run)).toEqual([])
  expect(declarationProblems(run)).toEqual([])
  expect(output).toContain('0 of 30 points')
  expect(output).toContain(`16 not started`)
  expect(output).toMatch(
    /Next {2}assignments\/1-fully-connected\/layers\.ts:\d+ {2}TODO 1\.1, affineForward, is not started/,
  )
  expect(exitCode).toBe(0)
})

/** A mistake in the solution of a TODO, and the text of a failure of its checks. */
interface Mistake {
  id: string
  name: string
  cause: CauseId
  change: (code: string) => string
  says: string[]
}

const mistakes: Mistake[] = [
  {
    id: '1.1',
    name: 'a wrong answer',
    cause: 'explain/term-missing',
    change: (code) => code.replace('add(matmul(rows, w), b)', 'matmul(rows, w)'),
    says: [
      'out is wrong in 6 of 6 elements',
      '1.49835   1.7066  1.91485    1.79835*  1.8066* 1.81485*',
      'b = (1,) [',
      'Explained in: assignments/1-fully-connected/README.md:',
      `Your code:    ${LAYERS}:`,
      'REPLAY=',
    ],
  },
  {
    id: '1.3',
    name: 'undefined',
    cause: 'result/other',
    change: () => '  return undefined as never\n',
    says: [`reluForward in ${LAYERS} should return { out, cache }, but returned undefined.`],
  },
  {
    id: '1.4',
    name: 'a mistake in a TODO before it',
    cause: 'fault/returns-other',
    change: (code) => code,
    says: ['reluForward (TODO 1.3), which comes before it, does not return what it should.'],
  },
  {
    id: '1.5',
    name: 'a crash',
    cause: 'crash/broadcast',
    change: (code) => code.replace(', { keepDims: true }', ''),
    says: [
      `softmaxLoss in ${LOSSES} threw RangeError: sub: shapes (3, 4) and (3,) do not broadcast`,
      `at ${LOSSES}:`,
    ],
  },
  {
    id: '1.6',
    name: 'NaN',
    cause: 'values/nan',
    change: (code) => code.replace('zerosLike(scores)', 'map(scores, () => NaN)'),
    says: ['dscores is NaN at [0, 0], and so is every other element. NaN comes from 0 / 0'],
  },
  {
    id: '1.7',
    name: 'a promise',
    cause: 'result/other',
    change: (code) => `  return (async () => {\n${code}  })() as never\n`,
    says: ['a promise (it must not be async)'],
  },
  {
    id: '1.8',
    name: 'a wrong shape',
    cause: 'shape/reshape',
    change: (code) => code.replace('add(w, nextVelocity)', 'add(w, nextVelocity).reshape([-1, 1])'),
    says: ['w has shape (20, 1), but should have (4, 5). It has the right number of elements'],
  },
  {
    id: '1.9',
    name: 'an input that is written to',
    cause: 'calls/changes-input',
    change: (code) => `  dw.data[0] = 7\n${code}`,
    says: [`rmsprop in ${OPTIMIZERS} changes its input: element [0] of argument 2 was`, 'and is now 7'],
  },
  {
    id: '1.10',
    name: 'a bare array',
    cause: 'values/no-tensor',
    change: (code) => code.replace('w: sub(w, step),', 'w: sub(w, step).data as never,'),
    says: ['w after step 1 should be a Tensor of shape (3,), but is a typed array'],
  },
  {
    id: '5.11',
    name: 'what the check cannot read',
    cause: 'crash/check',
    change: () => `  return [Symbol('W1')] as never\n`,
    says: ['Crashed: The check cannot use what it was given: TypeError'],
  },
  {
    id: '2.6',
    name: 'a syntax error',
    cause: 'file/does-not-parse',
    change: (code) => code.replace('=', '= ='),
    says: ['Broken file: assignments/2-normalization/layernorm.ts:', ' does not parse: Unexpected token'],
  },
]

/** Changes to whole files, and the text that every check of such a file reports. */
const broken = [
  {
    file: '3-dropout/dropout.ts',
    name: 'a renamed export',
    cause: 'file/no-export',
    change: (code: string) => code.replace('function dropoutForward', 'function dropoutforward'),
    says: 'dropout.ts should export dropoutForward, but it does not. It exports ',
  },
  {
    file: '4-convolution/conv.ts',
    name: 'a file that throws when it is loaded',
    cause: 'file/does-not-load',
    change: (code: string) => `${code}\nthrow new Error('my mistake')\n`,
    says: ' cannot be loaded: Error: my mistake',
  },
  {
    file: '5-training/preprocessing.ts',
    name: 'a file that is gone',
    cause: 'file/missing',
    change: () => undefined,
    says: 'assignments/5-training/preprocessing.ts is missing. "npx kit reset 5-training/preprocessing.ts" restores the original.',
  },
]

const LINK = 'assignments/6-cifar10/residual-block.ts'

/** The checks of all these files. The networks that use them would only take time. */
const CHECKS = [
  '1-fully-connected/1-layers',
  '1-fully-connected/2-losses',
  '1-fully-connected/3-optimizers',
  '2-normalization/2-layernorm',
  '3-dropout/1-dropout',
  '4-convolution/1-conv',
  '5-training/1-preprocessing',
  '5-training/2-diagnostics',
  '6-cifar10/1-residual-block',
]

describe('a mistake is said in words', () => {
  const run = sharedRun(async () => {
    const kit = new TemporaryKit()
    const elsewhere = temporaryFolder()
    renameSync(join(kit.root, LINK), join(elsewhere, 'residual-block.ts'))
    symlinkSync(join(elsewhere, 'residual-block.ts'), join(kit.root, LINK))
    for (const { id, change } of mistakes) kit.fill(id, change)
    for (const { file, change } of broken) {
      const path = `assignments/${file}`
      const changed = change(kit.read(path))
      if (changed === undefined) rmSync(join(kit.root, path))
      else kit.write(path, changed)
    }
    return await kit.grade('', {}, CHECKS)
  })

  const failedOf = async (isMeant: (check: ReportedCheck) => boolean) =>
    (await run()).checks.filter((check) => check.status === 'failed' && isMeant(check))
  const wordsOf = (checks: readonly ReportedCheck[]) =>
    checks.map(({ failureMessages }) => stripVTControlCharacters(failureMessages.join('\n')))
  const causesOf = (checks: readonly ReportedCheck[]) =>
    checks.flatMap(({ meta }) => [meta.reason?.cause, ...(meta.reason?.others ?? [])])

  test.each(mistakes)('$id, $name', async ({ id, says, cause }) => {
    const failed = await failedOf(({ meta }) => meta.todo === id)
    for (const text of says) expect(wordsOf(failed).join('\n')).toContain(text)
    expect(causesOf(failed)).toContain(cause)
  })

  test.each(broken)('$file, $name', async ({ file, says, cause }) => {
    const failed = await failedOf(({ meta }) => findTodo(meta.todo!).file === file)
    const failures = wordsOf(failed)
    expect(causesOf(failed)).toContain(cause)
    expect(failures.filter((failure) => failure.includes(says))).not.toEqual([])
    expect(failures.join('\n')).not.toContain('#work')
  })

  test('a symbolic link is a file like any other, with what it imports', async () => {
    const { checks } = await run()
    const linked = checks.filter(({ file }) => file.includes('residual-block'))
    expect(linked.length).toBeGreaterThan(0)
    for (const { meta } of linked) expect(meta.open).toMatch(/^6\./)
  })

  test('the first is the one to go on with, nothing is earned, and the exit code is 1', async () => {
    const { output, exitCode } = await run()
    expect(output).toContain('TODO 1.1, affineForward, is not right yet')
    expect(output).toMatch(/Part 1 .* 0 of 30 points/)
    expect(exitCode).toBe(1)
  })
})

test('a file that throws when it is loaded is named once, with the line, and what imports it waits', async () => {
  const kit = new TemporaryKit()
  for (const id of ['1.11', '1.12', '1.13']) kit.fill(id)
  kit.write('assignments/1-fully-connected/mine.ts', 'export const rows = (x) =>\n  x.shape[0]\n')
  const code = kit.read(LAYERS)
  kit.write(LAYERS, `import { rows } from './mine.ts'\n${code}\nconst N = rows(undefined)\n`)
  const { output } = await kit.grade('', {}, [
    '1-fully-connected/1-layers',
    '1-fully-connected/4-two-layer-net',
  ])
  const line = code.split('\n').length + 2
  const sentence = `Broken file: ${LAYERS}:${line} cannot be loaded: TypeError: Cannot read properties of undefined`
  expect(output.split(sentence)).toHaveLength(3)
  const advice = 'What stands before .shape does not exist: check its name and its index.'
  expect(output).toContain(
    `${sentence} (reading 'shape'). ${advice}\n    at assignments/1-fully-connected/mine.ts:2\n`,
  )
  expect(output).toMatch(/TODO 1\.1, affineForward: .*\n +TODO 1\.2, 1\.3, 1\.4 fail for the same reason/)
  expect(output).toMatch(/Waits .* TODO 1\.1[123], .*imports \S+layers\.ts, which cannot be loaded/)
})

test('an error of the language is not explained by what goes wrong in other calls', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  // With two axes, only mean throws. With more, the product throws before it.
  kit.fill('1.2', (code) =>
    code.replace('sum(dout, 0)', 'mean(dout, 0)').replace('matmul(rows, ', 'matmul(x, '),
  )
  const { checks } = await kit.grade('1-layers')
  const [first] = checks.filter(({ meta, status }) => meta.todo === '1.2' && status === 'failed')
  expect(first.meta.reason?.cause).toBe('crash/other')
  expect(stripVTControlCharacters(first.failureMessages[0])).toMatch(
    /^Crashed: .* mean is not defined\. Import it/,
  )
})

test('a right answer passes, and the next step moves on; a replay line plays the smallest case again', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  kit.fill('1.2', (code) =>
    code
      .replace('sum(dout, 0)', 'sum(dout, 0).reshape([-1])')
      .replace('matmul(dout, w', 'matmul(dout, times(w, -1)'),
  )
  kit.write(LAYERS, kit.read(LAYERS).replace('import { add,', 'import { add, mul as times,'))

  const first = await kit.grade('layers')
  const statesOf = (id: string) =>
    first.checks.filter(({ meta }) => meta.todo === id).map(({ status }) => status)
  expect(new Set(statesOf('1.1'))).toEqual(new Set(['passed']))
  expect(first.output).toContain('2 of 30 points  1 done, 1 wrong, 2 not started, 12 not run')
  expect(first.output).toContain('TODO 1.2, affineBackward, is not right yet')

  const check = '1.2 affineBackward > agrees with the numeric gradient'
  const [, replay, pattern] =
    new RegExp(`REPLAY=(\\S+) npx vitest run \\S+ -t "(${check})"`).exec(first.output) ?? []
  expect(replay).toBeDefined()
  const smallestCase = (run: GradedRun): string | undefined => {
    const { failureMessages } = run.checks.find(({ fullName }) => fullName === check.replace(' > ', ' '))!
    return /The smallest case that fails:\n([^]*?)\n +Play it/.exec(failureMessages.join('\n'))?.[1]
  }
  const again = await kit.grade('layers', { REPLAY: replay }, ['-t', pattern])
  expect(again.checks.filter(({ status }) => status === 'failed')).toHaveLength(1)
  expect(smallestCase(first)).toBeDefined()
  expect(smallestCase(again)).toBe(smallestCase(first))
})

test('the kit runs its checks on the Node that it installs', () => {
  expect(process.version).toMatch(/^v24\./)
})
