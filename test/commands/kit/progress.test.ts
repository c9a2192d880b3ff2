import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { hints } from '#kit/course/hints/index.ts'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { kit, kitRoot, Learner } from './learner.ts'

const learner = new Learner()
afterAll(() => learner.remove())
beforeEach(() => learner.forget())

const failure = {
  check: 'agrees with PyTorch',
  explanation: 'Wrong answer: db is exactly 0.5 times the right answer.',
}
const wrong = { state: 'wrong', failure } as const
const done = { state: 'done', doneOn: '2026-05-04T10:00:00.000Z' } as const

const possible = manifest.flatMap(({ todos }) => todos).reduce((sum, { points }) => sum + points, 0)

const lineOf = (id: string): number =>
  learner
    .read(`assignments/${findTodo(id).file}`)
    .split('\n')
    .findIndex((line) => line.includes(`// TODO ${id}:`)) + 1

describe('kit status', () => {
  test('says what to do before the first run', () => {
    expect(learner.kit('status')).toMatchObject({
      status: 0,
      output: expect.stringContaining('Nothing has been graded yet'),
    })
    expect(learner.json('status')).toMatchObject({ earned: 0, possible, next: '1.1' })
    expect(learner.kit('status', '--all').output).toMatch(/\? 1\.1 +affineForward +not run\n[^]*\? 6\.4 /)
  })

  test('shows parts, the TODOs of the current part, and what is next', () => {
    learner.record({
      '1.1': done,
      '1.2': wrong,
      '1.3': { state: 'not started' },
      '1.4': { state: 'not started', waitsFor: '1.3' },
    })
    const { output } = learner.kit('status')
    expect(output).toMatch(
      /Part 1 {2}Fully connected networks {2}█░+ +2 of 30 points {2}1 done, 1 wrong, 2 not started, 12 not run/,
    )
    expect(output).not.toContain('Part 2')
    expect(output).toMatch(/✓ 1\.1 +affineForward$/m)
    expect(output).toMatch(/✗ 1\.2 +affineBackward +db is exactly 0\.5 times/)
    expect(output).toMatch(/· 1\.4 +reluBackward +not started, waits for 1\.3/)
    expect(output).toContain(
      `Next  assignments/1-fully-connected/layers.ts:${lineOf('1.2')}  TODO 1.2, affineBackward`,
    )
    expect(output).toContain('The last run was just now. Nothing has changed since it was checked.')
    expect(learner.kit('status', '--all').output).toMatch(/\? 6\.4 +residualBackward +not run/)
  })

  test('tells what broke again from what was never right', () => {
    learner.record({ '1.1': { ...done, state: 'wrong', failure }, '1.2': wrong })
    const { output } = learner.kit('status')
    expect(output).toMatch(/✗ 1\.1 .*broken again \(it was done on 4 May\): db is/)
    expect(output).not.toMatch(/✗ 1\.2 .*broken again/)
    learner.record({
      '1.1': { ...done, state: 'wrong', failure },
      '1.2': { ...done, state: 'waits', waitsFor: '1.1', failure },
    })
    expect(learner.kit('status').output).toMatch(
      /· 1\.2 +affineBackward +waits for 1\.1, which is not right yet$/m,
    )
    learner.record({ '1.1': { ...done, state: 'wrong', failure }, '1.2': wrong })
    const { parts } = learner.json('status') as { parts: { todos: object[] }[] }
    expect(parts[0].todos.slice(0, 2)).toMatchObject([{ brokeAgain: true }, { brokeAgain: false, failure }])
  })

  test('says how old the record is', () => {
    mkdirSync(join(learner.folder, '.kit'))
    const saved = new Date(Date.now() - 3 * 3_600_000)
    learner.write('.kit/progress.json', JSON.stringify({ savedOn: saved.toISOString(), todos: {} }))
    expect(learner.kit('status').output).toContain('The last run was 3 hours ago')
  })

  test('puts a damaged record aside, says so once, and goes on', () => {
    mkdirSync(join(learner.folder, '.kit'))
    for (const command of ['status', 'next', 'hint']) {
      learner.write('.kit/progress.json', '{"savedOn": ')
      expect(learner.kit(command)).toMatchObject({
        status: 0,
        output: expect.stringContaining(
          '.kit/progress.json was damaged. The kit has renamed it to .kit/progress.json.damaged',
        ),
      })
      expect(learner.kit(command).output).not.toContain('damaged')
    }
    learner.write('.kit/progress.json', '{')
    expect(learner.json('status')).toMatchObject({ earned: 0 })
    expect(readdirSync(join(learner.folder, '.kit')).filter((file) => file.includes('damaged'))).toHaveLength(
      4,
    )
  })
})

describe('kit next', () => {
  test('is the first TODO before the first run', () => {
    const { status, output } = learner.kit('next')
    expect(status).toBe(0)
    expect(output).toContain(
      `assignments/1-fully-connected/layers.ts:${lineOf('1.1')}  TODO 1.1, affineForward`,
    )
    expect(output).toContain('assignments/1-fully-connected/README.md#11-affineforward')
  })

  test('goes by the record, and says how things stand', () => {
    learner.record({ '1.1': done, '1.2': wrong })
    expect(learner.kit('next').output).toContain('Not right yet: db is exactly 0.5 times the right answer.')
    expect(learner.json('next')).toMatchObject({
      next: { id: '1.2', line: lineOf('1.2'), state: 'wrong', failure },
    })
  })

  test('says it when all is done', () => {
    const { parts } = learner.json('status') as { parts: { todos: { id: string }[] }[] }
    learner.record(Object.fromEntries(parts.flatMap(({ todos }) => todos).map(({ id }) => [id, done])))
    expect(learner.kit('next').output).toContain('All done')
    expect(learner.json('next')).toEqual({ next: null, changedSince: [] })
    expect(learner.kit('status').output).toContain('All done')
    expect(learner.kit('hint')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Everything is done. Name a TODO'),
    })
  })

  test.skipIf(process.platform === 'win32')('opens the file with --open, in the editor that is named', () => {
    const editor = join(learner.folder, 'editor')
    learner.write('editor', '#!/bin/sh\necho "$@" > opened.txt\n')
    chmodSync(editor, 0o755)
    const { status } = kit(learner.folder, ['next', '--open'], { env: { LAUNCH_EDITOR: editor } })
    expect(status).toBe(0)
    expect(learner.read('opened.txt')).toContain('assignments/1-fully-connected/layers.ts')
  })

  test.skipIf(process.platform === 'win32')(
    'the editor may have options, and opens the line of the TODO',
    () => {
      for (const name of ['nano', 'code']) {
        learner.write(name, '#!/bin/sh\necho "$@" > opened.txt\n')
        chmodSync(join(learner.folder, name), 0o755)
      }
      const PATH = `${learner.folder}:${process.env.PATH}`
      const opened = (LAUNCH_EDITOR: string) => {
        kit(learner.folder, ['next', '--open'], { env: { LAUNCH_EDITOR, PATH } })
        return learner.read('opened.txt').trim()
      }
      const path = join(learner.folder, 'assignments/1-fully-connected/layers.ts')
      expect(opened('code --wait')).toBe(`--wait -r -g ${path}:${lineOf('1.1')}:1`)
      expect(opened('nano')).toBe(`+${lineOf('1.1')} ${path}`)
      expect(opened('nano -l')).toBe(`-l +${lineOf('1.1')} ${path}`)
    },
  )

  test('says what to do where no editor can be opened', () => {
    const { status, output } = kit(learner.folder, ['next', '--open'], {
      env: { LAUNCH_EDITOR: 'no-such-editor' },
    })
    expect(status).toBe(0)
    expect(output).toContain('layers.ts')
    expect(output).toContain('set the environment variable LAUNCH_EDITOR')
  })
})

describe('kit hint', () => {
  const { levels, after = [] } = hints['1.1']
  const seen = (...args: string[]) => (learner.json('hint', ...args) as { seen: string[] }).seen

  test('shows one more hint each time, and at the end where to look', () => {
    expect(learner.kit('hint').output).toMatch(
      new RegExp(`1\\. ${escaped(levels[0])}\n\n2 more hints: npx kit hint 1\\.1`),
    )
    expect(learner.json('hint', '1.1')).toEqual({
      todo: '1.1',
      askedFor: '1.1',
      seen: levels.slice(0, 2),
      left: 1,
      handout: 'assignments/1-fully-connected/README.md#11-affineforward',
    })
    const { output } = learner.kit('hint', 'affineForward')
    expect(output).toContain(`3. ${levels[2]}`)
    expect(output).toContain('npx kit solution 1.1 --spoil')
    expect(learner.kit('hint').output).toBe(output)
  })

  test('--again reveals nothing', () => {
    expect(seen('--again')).toEqual([])
    learner.kit('hint')
    expect(seen('--again')).toEqual(levels.slice(0, 1))
    expect(seen('--again')).toEqual(levels.slice(0, 1))
  })

  test('is about the layer that a failing network blames', () => {
    const explanation =
      'Wrong answer: affineForward (TODO 1.1), which this network uses, returns a wrong out. Make its own checks pass first.'
    const inherited = { check: 'some check', explanation, cause: 'fault/wrong', fault: '1.1' } as const
    learner.forget()
    learner.record({ '1.12': { state: 'wrong', failure: inherited } })
    expect(learner.json('hint', '1.12')).toMatchObject({ todo: '1.1', askedFor: '1.12', seen: [levels[0]] })
    expect(learner.kit('hint', '1.12', '--again').output).toMatch(
      /^TODO 1\.12 fails because it uses affineForward \(TODO 1\.1\), which is wrong itself\.\n\nTODO 1\.1, /,
    )
    learner.record({ '1.12': { state: 'wrong', failure: { ...inherited, cause: 'fault/lent' } } })
    expect(learner.json('hint', '1.12', '--again')).toMatchObject({ todo: '1.12' })
    learner.record({ '1.1': done, '1.12': { state: 'wrong', failure: inherited } })
    expect(learner.json('hint', '1.12', '--again')).toMatchObject({ todo: '1.12' })
  })

  test('begins with the one that fits the last failure', () => {
    const explanation = 'Wrong answer: out is off by the bias, which is missing.'
    const cause = 'explain/term-missing'
    const [, fitting] = after.find(([causes]) => causes.includes(cause)) ?? []
    expect(fitting).toBeDefined()
    learner.kit('hint')
    learner.record({ '1.1': { state: 'wrong', failure: { check: 'c', explanation, cause } } })
    expect(seen()).toEqual([levels[0], fitting])
    expect(seen()).toEqual([levels[0], fitting, levels[1]])
  })

  test('suggests the nearest TODO, and starts anew when its record is damaged', () => {
    expect(learner.kit('hint', 'afineForward')).toMatchObject({
      status: 1,
      output: 'There is no TODO afineForward. Did you mean affineForward?\n',
    })
    expect(learner.kit('hint', 'layers').output).toBe(
      'Name one TODO. The TODOs of layers are 1.1, 1.2, 1.3, 1.4.\n',
    )
    expect(learner.kit('hint', 'nothing like it')).toMatchObject({
      status: 1,
      output: 'There is no TODO nothing like it. "npx kit status --all" lists all TODOs.\n',
    })
    mkdirSync(join(learner.folder, '.kit'))
    for (const text of ['{', '{"1.1": 2}', '{"1.1": [1, 2]}', 'null']) {
      learner.write('.kit/hints.json', text)
      const { status, output } = learner.kit('hint')
      expect(status).toBe(0)
      expect(output).toContain(
        '.kit/hints.json was damaged. The kit has renamed it to .kit/hints.json.damaged',
      )
      expect(output).toContain(`1. ${levels[0]}`)
    }
  })
})

describe('kit', () => {
  test('lists its commands, and suggests the nearest', () => {
    const { status, output } = learner.kit()
    expect(status).toBe(0)
    for (const name of [
      'status',
      'next',
      'skip',
      'hint',
      'check',
      'watch',
      'reset',
      'solution',
      'report',
      'doctor',
      'init',
    ])
      expect(output).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    expect(learner.kit('statsu')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Did you mean status?'),
    })
    expect(learner.kit('help', 'hnt')).toMatchObject({
      status: 1,
      output: 'There is no command hnt. Did you mean hint?\n',
    })
    expect(learner.kit('help', 'hint')).toMatchObject({
      status: 0,
      output: expect.stringContaining('--again'),
    })
    expect(learner.kit('--version').output).toBe('0.1.0\n')
    expect(learner.kit('status', '--jsn')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Did you mean --json?'),
    })
  })

  test('works in any folder below', () => {
    const cwd = join(learner.folder, 'assignments/1-fully-connected')
    expect(kit(learner.folder, ['next'], { cwd }).output).toContain('assignments/1-fully-connected/layers.ts')
  })

  test('is a bin of the package, and can be executed', () => {
    const { bin } = JSON.parse(learner.read('package.json')) as { bin: Record<string, string> }
    expect(bin).toEqual({ kit: 'kit/commands/kit.js' })
    expect(kit(kitRoot, ['--help']).status).toBe(0)
    expect(learner.read(bin.kit)).toMatch(/^#!\/usr\/bin\/env node\n/)
  })
})

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
