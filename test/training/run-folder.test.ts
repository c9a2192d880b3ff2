import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stateOf } from '#kit/solver/index.ts'
import { RunFolder, TrainingError, type Checkpoint } from '#kit/training/index.ts'
import { eventfulRun, temporaryFolder } from './support.ts'

/** A checkpoint after so many steps. */
function checkpointAfter(step: number): Checkpoint {
  const state = { ...stateOf(eventfulRun()), step }
  return { recipe: 'mine', options: {}, kitVersion: '1', seconds: 0, state }
}

const metricsIn = (path: string) => readFileSync(join(path, 'metrics.jsonl'), 'utf8')

describe('a new run', () => {
  test('says what it was started with, and forgets the metrics of one that came to nothing', () => {
    const path = join(temporaryFolder(), 'a/b')
    RunFolder.start(path, { seed: 1 }).folder.log({ type: 'step', step: 1 })
    const { folder, earlier } = RunFolder.start(path, { seed: 2 })
    expect(earlier).toBeUndefined()
    folder.log({ type: 'step', step: 2 })
    expect(JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'))).toEqual({ seed: 2 })
    expect(metricsIn(path)).toBe('{"type":"step","step":2}\n')
  })

  test('moves a run with a checkpoint aside, with all that it has', async () => {
    const path = join(temporaryFolder(), 'run')
    for (const number of [1, 2, 3]) {
      const { folder, earlier } = RunFolder.start(path, { number })
      expect(earlier).toBe(number === 1 ? undefined : `${path}-${number - 1}`)
      expect(await folder.save(checkpointAfter(number))).toBeUndefined()
      folder.close()
    }
    for (const number of [1, 2]) {
      const { checkpoint } = await RunFolder.resume(`${path}-${number}`)
      expect(checkpoint.state.step).toBe(number)
      expect(readFileSync(join(`${path}-${number}`, 'config.json'), 'utf8')).toContain(String(number))
    }
  })

  test('where there is a file says so', () => {
    const path = join(temporaryFolder(), 'file')
    writeFileSync(path, '')
    expect(() => RunFolder.start(path, {})).toThrow(
      new TrainingError(
        `${path} cannot be written to: a file is in the way. Choose another folder with --folder.`,
      ),
    )
  })

  // Windows has no such permissions, and they do not hold for the root user.
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'in a folder that is closed says so',
    () => {
      const path = join(temporaryFolder(), 'run')
      mkdirSync(path)
      chmodSync(path, 0o500)
      expect(() => RunFolder.start(path, {})).toThrow(
        new TrainingError(
          `${path} cannot be written to: no permission. Choose another folder with --folder.`,
        ),
      )
    },
  )
})

describe('a run that goes on', () => {
  test('has the metrics up to its checkpoint, without a half line and without its test', async () => {
    const path = join(temporaryFolder(), 'run')
    const { folder } = RunFolder.start(path, {})
    for (const step of [1, 2, 3]) folder.log({ type: 'step', step })
    folder.log({ type: 'test', step: 2 })
    await folder.save(checkpointAfter(2))
    folder.close()
    writeFileSync(join(path, 'metrics.jsonl'), `${metricsIn(path)}{"type":"st`)
    const { folder: resumed } = await RunFolder.resume(path)
    resumed.log({ type: 'step', step: 3 })
    expect(metricsIn(path)).toBe([1, 2, 3].map((step) => `{"type":"step","step":${step}}\n`).join(''))
  })

  test('needs a checkpoint', async () => {
    const path = temporaryFolder()
    await expect(RunFolder.resume(path)).rejects.toThrow(
      new TrainingError(`There is no run in ${path} to go on with: start one without --resume.`),
    )
  })
})

test('a folder is for one run at a time, until that is over or was killed', async () => {
  const path = join(temporaryFolder(), 'run')
  const { folder } = RunFolder.start(path, {})
  await folder.save(checkpointAfter(0))
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  onTestFinished(() => void other.kill())
  writeFileSync(join(path, 'lock'), String(other.pid))
  const message = `A run is under way in ${path} (process ${other.pid}): wait for its end, or give this one another --folder.`
  expect(() => RunFolder.start(path, {})).toThrow(new TrainingError(message))
  await expect(RunFolder.resume(path)).rejects.toThrow(new TrainingError(message))
  const ended = new Promise((resolve) => other.once('exit', resolve))
  other.kill('SIGKILL')
  await ended
  const { folder: resumed } = await RunFolder.resume(path)
  resumed.close()
  expect(existsSync(join(path, 'lock'))).toBe(false)
})

test('what cannot be written is a sentence, and nothing else is lost', async () => {
  const path = join(temporaryFolder(), 'run')
  const { folder } = RunFolder.start(path, {})
  await folder.save(checkpointAfter(1))
  // Folders stand where the files should be.
  mkdirSync(join(path, 'metrics.jsonl'))
  mkdirSync(join(path, 'checkpoint.safetensors.unfinished'))
  expect(folder.log({ type: 'step', step: 2 })).toMatch(
    /^The metrics could not be written to .*\. Training goes on\.$/,
  )
  expect(folder.log({ type: 'step', step: 3 })).toBeUndefined()
  expect(await folder.save(checkpointAfter(2))).toMatch(
    /^The checkpoint could not be written to .*\. The one before it is kept\.$/,
  )
})
