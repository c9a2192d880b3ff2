import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, symlinkSync, unlinkSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { readProgress, readProgressAfter } from '#kit/commands/kit/progress.ts'
import { ordinaryUser } from '../../support/ordinary-user.ts'
import { VITEST } from '../../support/running-vitest.ts'
import { kitRoot, Learner, environmentOutsideVitest } from './learner.ts'

const reason = ordinaryUser ? '' : ' (skipped: as this user, no folder is read-only)'

describe.skipIf(!ordinaryUser)(`in a kit that cannot be written to${reason}`, () => {
  const file = 'assignments/1-fully-connected/layers.ts'
  let learner: Learner
  let folders: string[]
  const permit = (mode: number) => folders.forEach((path) => chmodSync(path, mode))

  beforeAll(() => {
    learner = new Learner()
    const { folder } = learner
    learner.write(file, `${learner.read(file)}// mine\n`)
    // Vitest writes to node_modules, so that folder must be read-only as well.
    unlinkSync(join(folder, 'node_modules'))
    mkdirSync(join(folder, 'node_modules'))
    const packages = readdirSync(join(kitRoot, 'node_modules')).filter((name) => !name.startsWith('.'))
    for (const name of packages)
      symlinkSync(join(kitRoot, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
    const below = readdirSync(folder, { recursive: true, withFileTypes: true })
    folders = below
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
    folders.unshift(folder)
    permit(0o555)
  })

  afterAll(() => {
    permit(0o755)
    learner.remove()
  })

  function run(...args: string[]): { status: number | null; output: string } {
    const [program, ...all] = [...ordinaryUser!, process.execPath, ...args]
    const { status, stdout, stderr } = spawnSync(program, all, {
      cwd: learner.folder,
      encoding: 'utf8',
      env: { ...environmentOutsideVitest(), NO_COLOR: '1', COLUMNS: '1000' },
    })
    const output = stripVTControlCharacters(stdout + stderr)
    expect(output).not.toMatch(/^ +at |EACCES/m)
    return { status, output }
  }

  const remedy = '(no permission): change the permissions, or work in your own copy of the kit.'

  test('checks run, and their progress is not saved, although the home folder is read-only too', () => {
    vi.stubEnv('XDG_DATA_HOME', undefined)
    vi.stubEnv('HOME', learner.folder)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { status, output } = run(VITEST, 'run', 'checks/1-fully-connected/1-layers')
    expect(output).toContain('4 not started, 12 not run')
    expect(output).toContain(`Your progress is not saved: .kit/progress.json cannot be written ${remedy}`)
    expect(output).toMatch(/Next +assignments\/1-fully-connected\/layers\.ts:\d+ +TODO 1\.1,/)
    expect(status).toBe(0)
    expect(existsSync(join(learner.folder, '.kit'))).toBe(false)
  })

  test.each([
    ['.kit/hints.json', 'kit/commands/kit.js hint'],
    ['.kit/skipped.json', 'kit/commands/kit.js skip'],
    ['assignments/1-fully-connected/notes.md', 'kit/commands/kit.js answer 1.1'],
    [file, 'kit/commands/kit.js reset layers --yes'],
    ['runs/experiments/overfit', 'kit/commands/experiment.ts overfit'],
    ['docs/site', 'node_modules/typedoc/bin/typedoc --options docs/typedoc/typedoc.config.js'],
  ])('%s is named, with what to do', (path, command) => {
    expect(run(...command.split(' '))).toEqual({ status: 1, output: `${path} cannot be written ${remedy}\n` })
  })

  test('doctor finds it', () => {
    const findings =
      "import { examineInstallation } from './kit/commands/kit/doctor/installation.ts'; console.log(await examineInstallation())"
    const { output } = run('--input-type=module', '--eval', findings)
    expect(output).toContain(`${learner.folder} cannot be written ${remedy}`)
  })
})

test('what a run has found is not read from a record that it has not written', () => {
  const before = readProgress()
  expect(() => readProgressAfter(before)).toThrow('The results of the checks are unknown')
  const record = { savedOn: '2026-02-03T10:00:00.000Z', todos: {} }
  expect(readProgressAfter({ ...before, record })).toEqual(before)
})
