import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOption, resultOf, runsOf, signalling, train } from '../commands/train/run-train.ts'

describe('a run that is resumed', () => {
  const { start, resume } = runsOf(
    'two-layer',
    '--data tiny --train-size 200 --batch-size 2 --hidden 20 --epochs 4 --flip --shift 2 --test-time-flips ' +
      '--schedule one-cycle --warm-up 0.25 --update-rule adam --learning-rate 0.003 --seed 5',
  )

  let whole: Awaited<ReturnType<typeof resultOf>>
  test('is compared with one that was not interrupted', async () => {
    const folder = folderOption()
    whole = await resultOf(folder, await start(folder))
    expect(whole.accuracies).toEqual([
      expect.stringMatching(/^Best validation accuracy: /),
      expect.stringMatching(/^Test accuracy: [\d.]+ % on 500 images, each with its mirror image$/),
    ])
    expect(whole.state.step).toBe(400)
  })

  describe.skipIf(process.platform === 'win32')('comes to the same', () => {
    test('after two times Ctrl-C, with the settings that it was started with', async () => {
      const folder = folderOption()
      // The signal comes after the first step, in the middle of the first line of the metrics.
      const stopped = await start(folder, signalling('SIGINT', 'Initial loss'))
      expect(stopped.output).toContain('\nStopped. To continue from here, use --resume.')
      expect((await resultOf(folder, stopped)).state.step).toBeLessThan(5)

      const again = await resume(folder, '', signalling('SIGINT', 'epoch 2/4'))
      expect(again.output).toMatch(/\nContinuing after 0 of 4 epochs and \d steps\.\n/)
      expect((await resultOf(folder, again)).state.step).toBeLessThan(300)

      for (const [option, message] of [
        ['--epochs 5', /^The run in .* was started with --epochs 4, not with 5\. .*\n$/],
        ['--shift 1', /^The run in .* was started with --shift 2, not with 1\. .*\n$/],
        [
          '--work assignments',
          /^The run in .* was started with --work solutions, not with assignments\. .*\n$/,
        ],
      ] as const) {
        const refused = await resume(folder, option)
        expect(refused.output).toMatch(message)
        expect(refused.status).toBe(1)
      }

      const resumed = await resume(folder, '--epochs 4 --data auto')
      expect(resumed.output).toMatch(/\nContinuing after 2 of 4 epochs( and \d+ steps)?\.\n/)
      expect(await resultOf(folder, resumed)).toEqual(whole)
      expect(resumed.status).toBe(0)
      // What was printed before the interruption is still there.
      const report = readFileSync(join(folder.replace('--folder ', ''), 'report.html'), 'utf8')
      expect(report).toContain('<li>Initial loss ')
      expect(report).toContain('<li>Update ratio')
    })

    test('after kill -9, which costs no more than the epoch under way', async () => {
      const folder = folderOption()
      // The signal comes after the epoch is printed and before it is saved.
      const killed = await start(folder, signalling('SIGKILL', 'epoch 3/4'))
      expect(killed.status).toBe(128 + 9)
      const resumed = await resume(folder)
      expect(resumed.output).toContain('\nContinuing after 2 of 4 epochs.\n')
      expect(await resultOf(folder, resumed)).toEqual(whole)
    })
  })

  test.skipIf(process.platform === 'win32')('is not promised where it could not be saved', async () => {
    const folder = folderOption()
    await start(folder, signalling('SIGINT', 'Initial loss'))
    // This folder is in the place of the unfinished file.
    mkdirSync(join(folder.replace('--folder ', ''), 'checkpoint.safetensors.unfinished'))
    const { output } = await resume(folder, '', signalling('SIGINT', 'epoch 1/4'))
    expect(output).toMatch(
      /\nStopped\. The checkpoint could not be written to .*\. The previous one is kept\. Testing the best /,
    )
    expect(output).not.toContain('--resume')
  })

  test('needs a checkpoint of the same network that is whole; a new run moves a bad one aside', async () => {
    const folder = folderOption()
    const path = folder.replace('--folder ', '')
    const short = `--data tiny --train-size 20 --epochs 1 --hidden 4 ${folder}`
    await train(`two-layer ${short}`)
    const metrics = readFileSync(join(path, 'metrics.jsonl'), 'utf8')
    const other = await train(`fully-connected --resume ${folder}`)
    expect(other.output).toBe(`The run in ${path} trains two-layer, not fully-connected.\n`)
    // A refused run has changed nothing, in particular not the metrics.
    expect(metrics).toContain('"type":"test"')
    expect(readFileSync(join(path, 'metrics.jsonl'), 'utf8')).toBe(metrics)
    expect(existsSync(join(path, 'lock'))).toBe(false)

    const checkpoint = join(path, 'checkpoint.safetensors')
    writeFileSync(checkpoint, readFileSync(checkpoint).subarray(0, 1000))
    const damaged = await resume(folder)
    expect(damaged.output).toBe(
      `The run cannot be resumed from ${checkpoint}: it is incomplete. Start a new run without --resume. The kit then moves this one aside.\n`,
    )
    expect(damaged.status).toBe(1)

    const { output, status } = await train(`two-layer ${short}`)
    expect(output).toContain(`\nThe earlier run in ${path} is now in ${path}-1.\n`)
    expect(readFileSync(join(`${path}-1`, 'checkpoint.safetensors')).length).toBe(1000)
    expect(status).toBe(0)
  })
})
