import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { declarationProblems, stubProblems } from '#kit/grading/check-problems.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

const layers = 'assignments/1-fully-connected/layers.ts'

test('every stub starts as not started: nothing fails, nothing passes, and the exit code is 0', async () => {
  const { exitCode, output, checks } = await new TemporaryKit().grade()
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

test('a right answer passes, and the next step moves on', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  const { exitCode, output, checks } = await kit.grade('layers')
  expect(checks.filter(({ meta }) => meta.todo === '1.1').map(({ status }) => status)).not.toContain('failed')
  expect(checks.filter(({ meta }) => meta.todo === '1.1').every(({ status }) => status === 'passed')).toBe(
    true,
  )
  expect(output).toContain('2 of 30 points  1 done, 3 not started, 12 not run')
  expect(output).toContain('TODO 1.2, affineBackward, is not started')
  expect(exitCode).toBe(0)
})

describe('a mistake makes the exit code 1 and is said in words', () => {
  const mistakes: [name: string, change: (code: string) => string, words: string[]][] = [
    [
      'a wrong answer',
      (code) => code.replace('add(matmul(rows, w), b)', 'matmul(rows, w)'),
      [
        'out is wrong in 6 of 6 elements',
        '1.49835   1.7066  1.91485    1.79835*  1.8066* 1.81485*',
        'b = (1,) [',
        'Explained in: assignments/1-fully-connected/README.md:',
        `Your code:    ${layers}:`,
        'REPLAY=',
      ],
    ],
    [
      'a crash',
      (code) => code.replace('rows, w', 'w, rows'),
      ['Crashed: affineForward', 'RangeError: matmul: cannot multiply (120, 3) by (2, 120)', `at ${layers}:`],
    ],
    [
      'undefined',
      () => '  return undefined as never\n',
      [`affineForward in ${layers} should return { out, cache }, but returned undefined.`],
    ],
    [
      'a bare array',
      (code) => code.replace('{ out,', '{ out: out.data as never,'),
      ['out should be a Tensor of shape (2, 3), but is a typed array'],
    ],
    [
      'NaN',
      (code) => code.replace('rows, w), b)', 'rows, w), NaN)'),
      ['out is NaN at [0, 0], and so is every other element. NaN comes of 0 / 0'],
    ],
    [
      'a promise',
      (code) => `  return (async () => {\n${code}  })() as never\n`,
      ['a promise (it must not be async)'],
    ],
    [
      'a wrong shape',
      (code) => code.replace('{ out,', '{ out: out.reshape([-1]),'),
      ['out has shape (6,), but should have (2, 3).'],
    ],
    [
      'an input that is written to',
      (code) => `  b.data[0] = 7\n${code}`,
      [`affineForward in ${layers} changes its input: element [0] of argument 3 was -0.3 and is now 7`],
    ],
    [
      'a syntax error',
      (code) => code.replace('const rows =', 'const rows = ='),
      [`Broken file: ${layers} does not parse: Unexpected token`],
    ],
    [
      'an endless loop',
      (code) => `  while (x) {}\n${code}`,
      [`Took too long: affineForward in ${layers} was stopped after 5 s. Is there a loop that never ends?`],
    ],
  ]

  test.for(mistakes)('%s', async ([, change, words]) => {
    const kit = new TemporaryKit()
    kit.fill('1.1', change)
    const { exitCode, output, checks } = await kit.grade('layers')
    const failures = checks.filter(({ meta, status }) => meta.todo === '1.1' && status === 'failed')
    expect(failures.length).toBeGreaterThan(0)
    for (const text of words) expect(output).toContain(text)
    expect(output).toContain('TODO 1.1, affineForward, is not right yet')
    expect(output).toContain(' 0 of 30 points')
    expect(exitCode).toBe(1)
  })

  test('a renamed export', async () => {
    const kit = new TemporaryKit()
    kit.write(layers, kit.read(layers).replace('function affineForward', 'function affineforward'))
    const { exitCode, output } = await kit.grade('layers')
    expect(output).toContain(
      `${layers} should export affineForward, but it does not. It exports affineforward, `,
    )
    expect(exitCode).toBe(1)
  })

  test('a file that is gone', async () => {
    const kit = new TemporaryKit()
    rmSync(join(kit.root, layers))
    const { exitCode, output } = await kit.grade('layers')
    expect(output).toContain(
      `${layers} is missing. "npx kit reset 1-fully-connected/layers.ts" brings it back as it was at first.`,
    )
    expect(output).not.toContain('#work')
    expect(exitCode).toBe(1)
  })

  test('a file that throws when it is loaded', async () => {
    const kit = new TemporaryKit()
    kit.write(layers, `${kit.read(layers)}\nthrow new Error('my mistake')\n`)
    const { exitCode, output } = await kit.grade('layers')
    expect(output).toContain(`${layers} cannot be loaded: Error: my mistake`)
    expect(exitCode).toBe(1)
  })
})

test('a replay line plays the same smallest case again', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  kit.fill('1.2', (code) =>
    code
      .replace('sum(dout, 0)', 'sum(dout, 0).reshape([-1])')
      .replace('matmul(dout, w', 'matmul(dout, mul(w, -1)'),
  )
  kit.write(
    layers,
    kit
      .read(layers)
      .replace('import { add,', 'import { add, mul as times,')
      .replaceAll('mul(w, -1)', 'times(w, -1)'),
  )
  const smallestCase = (output: string): string | undefined =>
    /The smallest case that fails:\n([^]*?)\n +Play it/.exec(output)?.[1]
  const first = await kit.grade('layers')
  const [, seed, pattern] =
    /REPLAY=(-?\d+) npx vitest run \S+ -t "(1\.2 affineBackward > agrees with the numeric gradient)"/.exec(
      first.output,
    ) ?? []
  expect(seed).toBeDefined()
  const failure = (run: typeof first) =>
    run.checks
      .find(
        ({ fullName }) => fullName.endsWith('agrees with the numeric gradient') && fullName.includes('1.2'),
      )
      ?.failureMessages.join('\n') ?? ''
  const again = await kit.grade('layers', { REPLAY: seed }, ['-t', pattern])
  expect(again.checks.filter(({ status }) => status === 'failed')).toHaveLength(1)
  expect(smallestCase(failure(first))).toBeDefined()
  expect(smallestCase(failure(again))).toBe(smallestCase(failure(first)))
})

test('the kit runs its checks on the Node that it installs', () => {
  expect(process.version).toMatch(/^v24\./)
})
