import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { todosNamed } from '#kit/commands/kit/target.ts'
import { kit, kitRoot, Learner } from './learner.ts'
import { temporaryFolder } from '../../support/folders.ts'

const learner = new Learner()
afterAll(() => learner.remove())
beforeEach(() => learner.forget())

const LAYERS = '1-fully-connected/layers.ts'
const stub = learner.read(`assignments/${LAYERS}`)

beforeEach(() => {
  learner.write(`assignments/${LAYERS}`, stub)
  for (const file of backups()) rmSync(join(learner.folder, 'assignments/1-fully-connected', file))
})

const backups = (): string[] =>
  readdirSync(join(learner.folder, 'assignments/1-fully-connected'))
    .filter((file) => file.includes('.backup'))
    .toSorted()

const rightRelu = 'return { out: map(x, (value) => Math.max(0, value)), cache: { x } }'
const wrongRelu = 'return { out: map(x, (value) => Math.max(1, value)), cache: { x } }'

describe('kit check', () => {
  test('runs the checks of one TODO, and remembers what they say', () => {
    learner.solve(LAYERS, '1.3', rightRelu)
    const { status, output } = learner.kit('check', '1.3')
    expect(status).toBe(0)
    expect(output).toMatch(/1 done, 15 not run/)
    expect(learner.json('next')).toMatchObject({ next: { id: '1.4', state: 'not run' } })
    expect(learner.kit('solution', '1.3').status).toBe(0)
  })

  test('fails with the checks, and tells 1.1 from 1.10', () => {
    learner.solve(LAYERS, '1.1', 'return { out: matmul(x.reshape([x.shape[0], -1]), w), cache: { x, w } }')
    expect(learner.kit('check').status).toBe(1)
    expect(learner.json('next')).toMatchObject({ next: { id: '1.1', state: 'wrong' } })
    const { parts } = learner.json('status') as { parts: { todos: { id: string; state: string }[] }[] }
    expect(parts[0].todos.find(({ id }) => id === '1.10')?.state).toBe('not run')
  })

  test('takes a file, and prints JSON', () => {
    learner.solve(LAYERS, '1.3', wrongRelu)
    const { status, stdout } = learner.kit('check', 'layers', '--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      versions: { kit: '0.1.0', node: expect.stringMatching(/^24\./) },
      passed: false,
      todos: [
        { id: '1.1', state: 'not started' },
        { id: '1.2', state: 'not started', waitsFor: '1.1' },
        { id: '1.3', state: 'wrong', failure: { explanation: expect.stringContaining('Wrong answer') } },
        { id: '1.4', state: 'not started' },
      ],
    })
  })

  test.each([
    ['layers', '1.1 1.2 1.3 1.4'],
    ['1-layers', '1.1 1.2 1.3 1.4'],
    ['layers.check.ts', '1.1 1.2 1.3 1.4'],
    ['checks/1-fully-connected/1-layers.check.ts', '1.1 1.2 1.3 1.4'],
    ['fully-connected-net', '1.14 1.15 1.16 2.8 2.9 2.10 3.3 3.4'],
    ['checks/2-normalization/3-fully-connected-net.check.ts', '2.8 2.9 2.10'],
  ])('finds a file by what a learner calls it: %s', (name, ids) => {
    expect(
      todosNamed(name)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(ids)
  })

  test('runs nothing for a name that there is not', () => {
    expect(learner.kit('check', 'optimzers')).toMatchObject({
      status: 1,
      output: 'There is no TODO, file or part called optimzers. Did you mean optimizers?\n',
    })
    expect(learner.kit('check', 'al').output).toContain('Did you mean all?')
    expect(learner.kit('check', '7')).toMatchObject({
      status: 1,
      output: expect.stringContaining('called 7.'),
    })
    expect(existsSync(join(learner.folder, '.kit'))).toBe(false)
  })
})

describe('kit solution', () => {
  test('opens when the checks have passed once', () => {
    expect(learner.kit('solution', '1.3')).toMatchObject({
      status: 1,
      output: expect.stringContaining('once your own code has passed its checks'),
    })
    learner.record({ '1.3': { state: 'wrong', doneOn: '2026-05-04T10:00:00.000Z' } })
    expect(learner.kit('solution', 'reluForward')).toMatchObject({
      status: 0,
      output: expect.stringContaining('return { out, cache'),
    })
  })

  test('or for who insists; and prints that region alone, comment and all', () => {
    const { status, output } = learner.kit('solution', '1.4', '--spoil')
    expect(status).toBe(0)
    expect(output).toContain('// 1-fully-connected/layers.ts: reluBackward\n// TODO 1.4: dx is dout')
    expect(output).not.toMatch(/SOLUTION|TODO 1\.3|export function/)
    expect(kit(kitRoot, ['solution', '1.4', '--spoil']).output).toBe(output)
    const { output: both } = learner.kit('solution', '1.4', 'sgd', '--spoil')
    expect(both).toMatch(
      /^\/\/ 1-fully-connected\/layers\.ts: reluBackward\n[^]*\n\/\/ 1-fully-connected\/optimizers\.ts: sgd\n/,
    )
  })

  test('says in a sentence that the pack is damaged, or the TODO none', () => {
    expect(learner.kit('solution', '1.44')).toMatchObject({
      status: 1,
      output: expect.stringContaining('There is no TODO 1.44. Did you mean 1.'),
    })
    const pack = learner.read('kit/solutions.pack')
    learner.write('kit/solutions.pack', 'nonsense')
    expect(learner.kit('solution', '1.4', '--spoil')).toMatchObject({
      status: 1,
      output: expect.stringContaining('git restore kit/solutions.pack'),
    })
    learner.write('kit/solutions.pack', pack)
  })
})

describe('kit reset', () => {
  test.each([
    'layers',
    'layers.ts',
    LAYERS,
    `assignments/${LAYERS}`,
    'assignments\\1-fully-connected\\layers.ts',
  ])('finds %s, puts the stub back, and keeps the attempt', (name) => {
    learner.solve(LAYERS, '1.3', wrongRelu)
    const attempt = learner.read(`assignments/${LAYERS}`)
    expect(learner.kit('reset', name, '--yes')).toMatchObject({
      status: 0,
      output: `assignments/${LAYERS} is back in its original state. Your code is in assignments/${LAYERS}.backup.\n`,
    })
    expect(learner.read(`assignments/${LAYERS}`)).toBe(stub)
    expect(learner.read(`assignments/${LAYERS}.backup`)).toBe(attempt)
  })

  test('never overwrites an attempt', () => {
    learner.solve(LAYERS, '1.3', wrongRelu)
    learner.kit('reset', 'layers', '--yes')
    learner.solve(LAYERS, '1.3', rightRelu)
    learner.kit('reset', 'layers', '--yes')
    expect(backups()).toEqual(['layers.ts.backup', 'layers.ts.backup.2'])
    expect(learner.read(`assignments/${LAYERS}.backup`)).toContain(wrongRelu)
  })

  test('changes nothing unasked, nor what needs no reset', () => {
    expect(learner.kit('reset', 'layers', '--yes').output).toContain('There is nothing to reset')
    learner.solve(LAYERS, '1.3', wrongRelu)
    expect(learner.kit('reset', 'layers')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Add --yes'),
    })
    expect(learner.read(`assignments/${LAYERS}`)).toContain(wrongRelu)
    expect(backups()).toEqual([])
  })

  test('starts one TODO over, and leaves the rest of the file', () => {
    learner.solve(LAYERS, '1.3', wrongRelu)
    learner.solve(LAYERS, '1.4', 'return mine as never')
    const attempt = learner.read(`assignments/${LAYERS}`)
    expect(learner.kit('reset', '1.4', '--yes')).toMatchObject({
      status: 0,
      output: expect.stringMatching(
        /^TODO 1\.4 is back in its original state, in \S+\. Your code is in \S+\.backup\.$/m,
      ),
    })
    const after = learner.read(`assignments/${LAYERS}`)
    expect(after).toBe(attempt.replace('return mine as never', "throw new NotImplementedError('1.4')"))
    expect(learner.read(`assignments/${LAYERS}.backup`)).toBe(attempt)
    expect(learner.kit('reset', 'reluBackward', '--yes').output).toContain('There is nothing to reset')
    learner.write(`assignments/${LAYERS}`, `${after}}`)
    expect(learner.kit('reset', '1.3', '--yes')).toMatchObject({
      status: 1,
      output: expect.stringContaining(
        'TODO 1.3 cannot be started over alone, because the file has a syntax error.',
      ),
    })
    expect(learner.read(`assignments/${LAYERS}`)).toBe(`${after}}`)
  })

  test('brings back a file that is gone', () => {
    rmSync(join(learner.folder, 'assignments', LAYERS))
    expect(learner.kit('doctor').output).toContain(`"npx kit reset ${LAYERS}" restores it`)
    expect(learner.kit('reset', 'layers', '--yes').output).toContain('was missing. It is back')
    expect(learner.read(`assignments/${LAYERS}`)).toBe(stub)
  })

  test('suggests the nearest file', () => {
    for (const name of ['layer', 'assignments/1-fully-connected/layer.ts'])
      expect(learner.kit('reset', name, '--yes')).toMatchObject({
        status: 1,
        output: expect.stringMatching(/There is no file .*Did you mean/),
      })
    expect(learner.kit('reset')).toMatchObject({
      status: 1,
      output: expect.stringMatching(/missing required argument[^]*See "npx kit reset --help"/),
    })
  })
})

describe('kit doctor', () => {
  const findings = (run: { stdout: string }) =>
    (JSON.parse(run.stdout) as { findings: { state: string; sentence: string }[] }).findings

  test('finds nothing wrong', () => {
    const run = learner.kit('doctor', '--json')
    expect(run.status).toBe(0)
    expect(findings(run).filter(({ state }) => state === 'wrong')).toEqual([])
    const { output } = learner.kit('doctor')
    expect(output).toMatch(/^✓ The kit runs on Node 24\./m)
    expect(output).toMatch(/^✓ All \d+ packages are installed/m)
    expect(output).toContain('Matrix products')
  })

  test('says what to do about each thing that is wrong', () => {
    const lock = learner.read('package-lock.json')
    learner.write('package-lock.json', lock.replace('"node_modules/vitest": {\n      "version": "', '$&9'))
    learner.write('data/tiny/test.bin', learner.read('data/tiny/test.bin').slice(0, 100))
    learner.record({})
    learner.write('.kit/progress.json', '{')
    learner.write(`assignments/${LAYERS}`, stub.replace('// TODO 1.2:', '// 1.2'))
    const run = learner.kit('doctor', '--json')
    expect(run.status).toBe(1)
    const said = findings(run).map(({ state, sentence }) => `${state}: ${sentence}`)
    expect(said).toContainEqual('wrong: Packages are missing or outdated (vitest). Run "npm ci".')
    expect(said).toContainEqual(expect.stringMatching(/^wrong: .*git restore data\/tiny/))
    expect(said).toContainEqual(expect.stringMatching(/^wrong: \.kit\/progress\.json is damaged/))
    expect(said).toContainEqual(expect.stringMatching(/^note: The comment "\/\/ TODO 1\.2:" is missing/))
  })

  test('compares the whole of CIFAR-10 with what was published, where it is fetched', () => {
    const cache = temporaryFolder()
    const said = () => {
      const env = { CIFAR10_DIR: cache, CNN_ENGINE: 'plain' }
      const { stdout } = kit(learner.folder, ['doctor', '--json'], { env })
      return findings({ stdout }).find(({ sentence }) => /CIFAR-10|_batch/.test(sentence))
    }
    expect(said()).toMatchObject({
      state: 'note',
      sentence: expect.stringContaining('"npm run data" downloads it once'),
    })
    const folder = join(cache, 'cifar-10-batches-bin')
    mkdirSync(folder)
    writeFileSync(join(folder, 'data_batch_1.bin'), '')
    // A file of the right size in which all images are black airplanes.
    truncateSync(join(folder, 'data_batch_1.bin'), 30_730_000)
    expect(said()).toEqual({
      state: 'wrong',
      sentence: `data_batch_1.bin in ${folder} is damaged. "npm run data" repairs it.`,
    })
    rmSync(join(folder, 'data_batch_1.bin'))
    expect(said()).toEqual({
      state: 'wrong',
      sentence: `data_batch_1.bin in ${folder} is missing or cannot be read. "npm run data" repairs it.`,
    })
  })
})
