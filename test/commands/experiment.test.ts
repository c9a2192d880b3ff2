import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { experiments } from '#kit/experiments/index.ts'
import { runCommand, type CommandOptions, type Run } from '../support/run-command.ts'
import { withoutProblems } from './train/run-train.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

/** Runs the command in a copy of the kit, so that the plots of this kit are not overwritten. */
async function run(
  kit: TemporaryKit,
  args: readonly string[],
  whenPrinted?: CommandOptions['whenPrinted'],
): Promise<Run> {
  const { status, output } = await runCommand([process.execPath, 'kit/commands/experiment.ts', ...args], {
    cwd: kit.root,
    whenPrinted,
    env: { CIFAR10_DIR: join(kit.root, 'no-such-folder') },
  })
  return { status, output: withoutProblems(output) }
}

const quick = ['--epochs', '1', '--train-size', '20']

describe('npm run experiment', () => {
  /** For runs that end before they write anything. */
  const unchanged = new TemporaryKit(afterAll)

  test('prints a table, what to see, and where the plots are', async () => {
    const kit = new TemporaryKit()
    const { status, output } = await run(kit, ['overfit', ...quick])
    expect(output).toMatch(
      /: 3 networks to train\.\n\n +final loss +best train +best validation\ntwo layers /,
    )
    expect(output).toMatch(
      /\nWhat you should see: .*\nPlots: runs[\\/]experiments[\\/]overfit[\\/]index\.html \(.* s\)\n$/,
    )
    expect(status).toBe(0)
    for (const file of ['index.html', 'loss.svg', 'train.svg', 'validation.svg']) {
      expect(existsSync(join(kit.root, 'runs/experiments/overfit', file))).toBe(true)
    }
    const numbers = (text: string) => text.replace(/\(.* s\)/, '')
    expect(numbers((await run(kit, ['overfit', ...quick])).output)).toBe(numbers(output))
    expect(numbers((await run(kit, ['overfit', ...quick, '--seed', '1'])).output)).not.toBe(numbers(output))
  })

  test('--work assignments names the first TODO that is open', async () => {
    const { status, output } = await run(unchanged, ['overfit', ...quick, '--work', 'assignments'])
    expect(output).toMatch(
      /\nTODO 1\.14 is not implemented yet \(assignments\/1-fully-connected\/fully-connected-net\.ts:\d+\)\n$/,
    )
    expect(status).toBe(1)
  })

  test.each([
    [[], new RegExp(`Commands:\\n +${Object.keys(experiments)[0]} `)],
    [
      ['update-rule'],
      /^error: unknown command 'update-rule'\n\(Did you mean update-rules\?\)\n.*The experiments are overfit, .*identity-start\.\n$/,
    ],
    [['overfit', '--epochs', '0'], /argument '0' is invalid\. It must be a whole number of at least 1\.\n$/],
    [
      ['overfit', '--data', 'mnist'],
      /argument 'mnist' is invalid\. Allowed choices are tiny, cifar10, auto\.\n$/,
    ],
    [
      ['overfit', '--train-size', '1001'],
      /^--train-size must be at most 1000, the number of training images\.\n$/,
    ],
    [['overfit', '--data', 'cifar10'], /^[^\n]*npm run data[^\n]*\n$/],
  ])('says in a sentence what is wrong: %j', async (args, message) => {
    const { status, output } = await run(unchanged, args)
    expect(output).toMatch(message)
    expect(status).toBe(1)
  })

  // Windows has no signals to send.
  test.skipIf(process.platform === 'win32')('Ctrl-C ends it without a trace', async () => {
    const kit = new TemporaryKit()
    let pressed = false
    const { status, output } = await run(kit, ['weight-scale', '--epochs', '1000'], (printed, child) => {
      if (pressed || !printed.includes('24 networks to train')) return
      pressed = true
      child.kill('SIGINT')
    })
    expect(output).toMatch(/\nStopped after \d+ of 24 networks\. Nothing was written\.\n$/)
    expect(status).toBe(130)
    expect(existsSync(join(kit.root, 'runs'))).toBe(false)
  })
})
