import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stateOf } from '#kit/solver/index.ts'
import { RunFolder, type Checkpoint, type RunConfig } from '#kit/training/index.ts'
import { eventfulRun } from './support.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { UserError } from '#kit/system/user-error.ts'

/** Returns a checkpoint after this many steps. */
function checkpointAfter(step: number): Checkpoint {
  const state = { ...stateOf(eventfulRun()), step }
  return { recipe: 'mine', options: {}, kitVersion: '1', seconds: 0, state }
}

/** Returns the configuration of a run, which its seed identifies. */
const configOf = (seed: number): RunConfig => ({
  recipe: 'mine',
  options: { seed },
  kitVersion: '1',
  started: '2026-01-31T12:00:00.000Z',
})
const config = configOf(0)

/** Finds a run and continues it. */
async function resume(path: string) {
  const { folder, checkpoint } = await RunFolder.open(path)
  folder.goOn(checkpoint.state.step)
  return { folder, checkpoint }
}

const metricsIn = (path: string) => readFileSync(join(path, 'metrics.jsonl'), 'utf8')

describe('a new run', () => {
  test('says what it was started with, in the place of one that came to nothing', () => {
    const path = join(temporaryFolder(), 'a/b')
    RunFolder.start(path, configOf(1))
    const { folder, earlier } = RunFolder.start(path, configOf(2))
    expect(earlier).toBeUndefined()
    folder.log({ type: 'step', step: 2 })
    expect(JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'))).toEqual(configOf(2))
    expect(metricsIn(path)).toBe('{"type":"step","step":2}\n')
  })

  test('moves a run without a checkpoint aside as well, if something was measured', () => {
    const path = join(temporaryFolder(), 'run')
    RunFolder.start(path, config).folder.log({ type: 'step', step: 1 })
    expect(RunFolder.start(path, config).earlier).toBe(`${path}-1`)
    expect(metricsIn(`${path}-1`)).toBe('{"type":"step","step":1}\n')
  })

  test('leaves a folder alone that holds anything but a run', () => {
    const path = temporaryFolder()
    // Files that an operating system creates by itself do not count.
    writeFileSync(join(path, '.DS_Store'), '')
    RunFolder.start(path, config)
    for (const [name, text] of Object.entries({ 'config.json': '{"mine":1}', 'metrics.jsonl': 'mine' })) {
      writeFileSync(join(path, name), text)
    }
    expect(() => RunFolder.start(path, config)).toThrow(
      new UserError(
        'run-folder',
        `${path} contains files that do not belong to a training run. Choose a new or empty folder with --folder.`,
      ),
    )
    expect(readFileSync(join(path, 'config.json'), 'utf8')).toBe('{"mine":1}')
    expect(metricsIn(path)).toBe('mine')
  })

  test('that cannot begin leaves the earlier one where it is', async () => {
    const path = join(temporaryFolder(), 'run')
    const { folder } = RunFolder.start(path, config)
    await folder.save(checkpointAfter(1))
    folder.close()
    const circular: Record<string, unknown> = {}
    circular.itself = circular
    expect(() => RunFolder.start(path, { ...config, options: circular })).toThrow(UserError)
    expect(existsSync(`${path}-1`)).toBe(false)
    expect(existsSync(join(path, 'lock'))).toBe(false)
    expect((await RunFolder.open(path)).checkpoint.state.step).toBe(1)
  })

  test('moves a run with a checkpoint aside, with all that it has', async () => {
    const path = join(temporaryFolder(), 'run')
    for (const number of [1, 2, 3]) {
      const { folder, earlier } = RunFolder.start(path, configOf(number))
      expect(earlier).toBe(number === 1 ? undefined : `${path}-${number - 1}`)
      expect(await folder.save(checkpointAfter(number))).toBeUndefined()
      folder.close()
    }
    for (const number of [1, 2]) {
      const { checkpoint } = await RunFolder.open(`${path}-${number}`)
      expect(checkpoint.state.step).toBe(number)
      expect(readFileSync(join(`${path}-${number}`, 'config.json'), 'utf8')).toContain(String(number))
    }
  })

  test('where there is a file says so', () => {
    const path = join(temporaryFolder(), 'file')
    writeFileSync(path, '')
    expect(() => RunFolder.start(path, config)).toThrow(
      new UserError(
        'run-folder',
        `${path} cannot be written to: a file is in the way. Choose another folder with --folder.`,
      ),
    )
  })

  test.each([
    ['nowhere', 'nowhere', /run cannot be written to: it is a symbolic link that leads nowhere\./],
    ['itself', 'run', /run cannot be written to: its symbolic links form a loop\./],
    [
      'nowhere, further up',
      'nowhere',
      /below cannot be written to: .*run is a symbolic link that leads nowhere\./,
    ],
    ['itself, further up', 'run', /below cannot be written to: its symbolic links form a loop\./],
  ])('where there is a symbolic link to %s says so', (where, target, sentence) => {
    const link = join(temporaryFolder(), 'run')
    symlinkSync(join(link, '..', target), link)
    const path = where.includes('further up') ? join(link, 'below') : link
    expect(() => RunFolder.start(path, config)).toThrow(sentence)
  })

  // Windows has no such permissions, and they do not apply to the root user.
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'in a folder that is closed says so',
    () => {
      const path = join(temporaryFolder(), 'run')
      mkdirSync(path)
      chmodSync(path, 0o500)
      expect(() => RunFolder.start(path, config)).toThrow(
        new UserError(
          'run-folder',
          `${path} cannot be written to: no permission. Choose another folder with --folder.`,
        ),
      )
    },
  )
})

describe('a run that goes on', () => {
  test('has the metrics up to its checkpoint, without a half line and without its test', async () => {
    const path = join(temporaryFolder(), 'run')
    const { folder } = RunFolder.start(path, config)
    for (const step of [1, 2, 3]) folder.log({ type: 'step', step })
    folder.log({ type: 'test', step: 2 })
    await folder.save(checkpointAfter(2))
    folder.close()
    writeFileSync(join(path, 'metrics.jsonl'), `${metricsIn(path)}{"type":"st`)
    const { folder: resumed } = await resume(path)
    resumed.log({ type: 'step', step: 3 })
    expect(metricsIn(path)).toBe([1, 2, 3].map((step) => `{"type":"step","step":${step}}\n`).join(''))
  })

  test('needs a checkpoint', async () => {
    const path = temporaryFolder()
    await expect(RunFolder.open(path)).rejects.toThrow(
      new UserError('run-folder', `There is no run in ${path} to continue. Start one without --resume.`),
    )
  })
})

test('a run that is found is not changed before it goes on', async () => {
  const path = join(temporaryFolder(), 'run')
  const { folder } = RunFolder.start(path, config)
  await folder.save(checkpointAfter(1))
  folder.log({ type: 'test', step: 1 })
  folder.close()
  const { folder: found } = await RunFolder.open(path)
  expect(metricsIn(path)).toBe('{"type":"test","step":1}\n')
  expect(existsSync(join(path, 'lock'))).toBe(false)
  found.goOn(1)
  expect(metricsIn(path)).toBe('')
})

describe('a folder is for one run at a time', () => {
  /** Starts a process that has nothing to do with the kit. */
  function otherProcess() {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    const ended = new Promise((resolve) => other.once('exit', resolve))
    const kill = () => {
      other.kill('SIGKILL')
      return ended
    }
    onTestFinished(() => void kill())
    return { pid: other.pid!, kill }
  }

  test('until that is over or was killed', async () => {
    const path = join(temporaryFolder(), 'run')
    const { folder } = RunFolder.start(path, config)
    await folder.save(checkpointAfter(0))
    const { pid, kill } = otherProcess()
    writeFileSync(join(path, 'lock'), String(pid))
    const message =
      `A run is already in progress in ${path} (process ${pid}). Wait until it ends, or choose another --folder. ` +
      `If process ${pid} is not a training run, delete ${join(path, 'lock')}.`
    expect(() => RunFolder.start(path, config)).toThrow(new UserError('run-folder', message))
    await expect(RunFolder.open(path)).rejects.toThrow(new UserError('run-folder', message))
    await kill()
    const { folder: resumed } = await resume(path)
    expect(resumed.close()).toBeUndefined()
    expect(existsSync(join(path, 'lock'))).toBe(false)
  })

  // Windows does not say when a process started.
  test.skipIf(process.platform === 'win32')('and not for a process that was given its number since', () => {
    const path = join(temporaryFolder(), 'run')
    RunFolder.start(path, config)
    const lock = join(path, 'lock')
    const [, start] = /^\d+ (.+)$/.exec(readFileSync(lock, 'utf8'))!
    writeFileSync(lock, `${otherProcess().pid} ${start}0`)
    RunFolder.start(path, config).folder.close()
    expect(existsSync(lock)).toBe(false)
  })

  test.each(['', 'nobody'])('and not for a lock that a full disk has left: "%s"', async (text) => {
    const path = join(temporaryFolder(), 'run')
    const { folder } = RunFolder.start(path, config)
    writeFileSync(join(path, 'lock'), text)
    RunFolder.start(path, config)
    await folder.save(checkpointAfter(0))
    writeFileSync(join(path, 'lock'), text)
    expect((await resume(path)).checkpoint.state.step).toBe(0)
  })

  test.each([
    ['where there is none', () => {}],
    ['beside a lock that is left behind', (path: string) => leave(path, { lock: '999999999 0' })],
    [
      'beside a run that is moved aside',
      (path: string) => leave(path, { 'config.json': JSON.stringify(config), 'metrics.jsonl': '' }),
    ],
  ])('also when several begin in the same instant, %s', async (_, prepare) => {
    const starters = [starter(), starter()]
    for (let round = 0; round < 30; round++) {
      const path = join(temporaryFolder(), 'run')
      prepare(path)
      // Both have started by then, at the latest after the first rounds.
      const at = Date.now() + 20
      const answers = await Promise.all(starters.map((start) => start(path, at)))
      const refused = answers.filter((answer) => answer !== 'started')
      expect(refused).toEqual([
        expect.stringMatching(/^A run is already in progress in .* \(process \d+\)\. /),
      ])
      expect(readdirSync(path).toSorted()).toEqual(['config.json', 'lock'])
    }
  })

  function leave(path: string, files: Record<string, string>): void {
    mkdirSync(path)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  }

  /** Starts a process that starts runs on request at a given instant and answers with the result. */
  function starter(): (path: string, at: number) => Promise<unknown> {
    const code = `
      import { RunFolder } from ${JSON.stringify(import.meta.resolve('../../../kit/training/run/run-folder.ts'))}
      process.on('message', ({ path, at }) => {
        while (Date.now() < at);
        try {
          RunFolder.start(path, ${JSON.stringify(config)})
          process.send('started')
        } catch (error) {
          process.send(error.message)
        }
      })`
    const args = ['--input-type=module', '--eval', code]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    onTestFinished(() => void child.kill())
    return (path, at) =>
      new Promise((resolve) => {
        child.once('message', resolve)
        child.send({ path, at })
      })
  }
})

test('what cannot be written is a sentence, and nothing else is lost', async () => {
  const path = join(temporaryFolder(), 'run')
  const { folder } = RunFolder.start(path, config)
  // Folders take the place of the files.
  mkdirSync(join(path, 'checkpoint.safetensors.unfinished'))
  expect(await folder.save(checkpointAfter(1))).toMatch(
    /^The checkpoint could not be written to [^]*: (?![^]* kept)/,
  )
  rmSync(join(path, 'checkpoint.safetensors.unfinished'), { recursive: true })
  await folder.save(checkpointAfter(1))
  mkdirSync(join(path, 'metrics.jsonl'))
  mkdirSync(join(path, 'checkpoint.safetensors.unfinished'))
  expect(folder.log({ type: 'step', step: 2 })).toMatch(
    /^The metrics could not be written to .*\. The training continues\.$/,
  )
  expect(folder.log({ type: 'step', step: 3 })).toBeUndefined()
  expect(await folder.save(checkpointAfter(2))).toMatch(
    /^The checkpoint could not be written to .*\. The previous one is kept\.$/,
  )
  rmSync(join(path, 'lock'))
  mkdirSync(join(path, 'lock'))
  expect(folder.close()).toMatch(/^.*lock could not be removed: .*\.$/)
})
