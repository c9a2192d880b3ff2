import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MetricsLine } from '../../../kit/training/index.ts'
import {
  folderOption,
  npmScript,
  withoutExecve,
  ownProcess,
  resultOf,
  signalling,
  train,
} from './run-train.ts'

// Windows has no signals to send.
describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  /** Presses Ctrl-C, which the terminal sends to the whole process group, after the text has been printed. */
  const pressing = (text: string) => {
    let pressed = false
    return (output: string, child: ChildProcess) => {
      if (pressed || !output.includes(text)) return
      pressed = true
      process.kill(-child.pid!, 'SIGINT')
    }
  }
  const endless = 'two-layer --data tiny --epochs 100000 --hidden 20'
  const short = 'two-layer --data tiny --hidden 20 --train-size 20 --epochs 1'

  test.each([
    { name: 'npm', command: npmScript },
    { name: 'a process that starts another, as on Windows', command: withoutExecve },
    { name: 'the process alone', command: ownProcess },
  ])('ends $name after the step, with what was reached', async ({ command }) => {
    const { status, output } = await train(`${endless} ${folderOption()}`, {
      command,
      whenPrinted: pressing('epoch      1/100000'),
    })
    expect(output).toMatch(
      /\nStopped\. .*\nBest validation accuracy: [\d.]+ %\nTest accuracy: [\d.]+ % on 500 images\nTime: .*\nReport .*\n$/,
    )
    expect(status).toBe(130)
  })

  test('says in the terminal, in the metrics and in the report the same of what was reached', async () => {
    const folder = folderOption()
    const path = folder.replace('--folder ', '')
    const { output } = await train(`${endless} ${folder}`, {
      whenPrinted: pressing('Training two-layer'),
    })
    const [, best] = /Best validation accuracy: ([\d.]+) %/.exec(output)!
    const metrics = readFileSync(join(path, 'metrics.jsonl'), 'utf8').trim().split('\n')
    const tested = JSON.parse(metrics.at(-1)!) as MetricsLine & { type: 'test' }
    expect(tested.type).toBe('test')
    expect((100 * tested.validationAccuracy!).toFixed(1)).toBe(best)
    expect(readFileSync(join(path, 'report.html'), 'utf8')).toMatch(
      new RegExp(`; stopped after [\\d.]+ of 100000 epochs, best validation accuracy ${best} %\\.`),
    )
  })

  test('a second time ends it at once', async () => {
    const folder = folderOption()
    const command = signalling('SIGINT', 'start', 'press Ctrl-C again')
    const { status, output } = await train(`${short} ${folder}`, { command })
    expect(output).toContain('\nStopped. To continue from here, use --resume.')
    expect(output).not.toContain('Test accuracy')
    expect(status).toBe(130)
    expect(existsSync(join(folder.replace('--folder ', ''), 'lock'))).toBe(false)
  })

  test('during the test ends that, with a report and a way to go on', async () => {
    const folder = folderOption()
    const command = signalling('SIGINT', 'Best validation accuracy')
    const { status, output } = await train(`${short} ${folder}`, { command })
    expect(output).toMatch(
      /\nStopped before the test was complete\. To test the network, use --resume\.\nReport .*\n$/,
    )
    expect(status).toBe(130)
  })
})

// A job queue sends SIGTERM, a closed terminal sends SIGHUP, and `head` simply exits.
describe.skipIf(process.platform === 'win32')('what else ends a process saves the epoch under way', () => {
  const settings = 'two-layer --data tiny --epochs 100000 --hidden 20'

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s', async (signal, exitCode) => {
    const folder = folderOption()
    const run = await train(`${settings} ${folder}`, { command: signalling(signal, 'Initial loss') })
    expect(run.status).toBe(exitCode)
    const { state, accuracies } = await resultOf(folder, run)
    expect([state.step > 0, state.step < 10]).toEqual([true, true])
    // The run is not tested, because the sender of such a signal does not wait long.
    expect(accuracies).toBe(null)
    expect(run.output.endsWith('report.html\n')).toBe(signal === 'SIGTERM')
    expect(existsSync(join(folder.replace('--folder ', ''), 'lock'))).toBe(false)
  })

  test('an output that nobody reads any more', async () => {
    const folder = folderOption()
    const whenPrinted = (output: string, child: ChildProcess) => {
      if (output.includes('epoch      1/100000')) child.stdout!.destroy()
    }
    const run = await train(`${settings} ${folder}`, { command: ownProcess, whenPrinted })
    expect(run.status).toBe(141)
    expect((await resultOf(folder, run)).state.step).toBeGreaterThan(10)
  })
})
