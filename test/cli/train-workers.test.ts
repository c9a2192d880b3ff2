import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { folderOption, ownProcess, train } from './run-train.ts'

describe('npm run train -- ... --workers', () => {
  const settings = '--data tiny --train-size 130 --batch-size 20 --epochs 3 --workers 2'
  const results = (output: string) => output.match(/^(epoch|Test) .*$/gm)?.slice(-2)

  test.skipIf(process.platform === 'win32')('a run that is stopped and resumed is the same', async () => {
    const whole = await train(`my-net ${settings} ${folderOption()}`, { command: ownProcess })
    expect(whole.output).toContain(', 2 workers\n')
    expect(whole.status).toBe(0)
    expect(results(whole.output)).toEqual([
      expect.stringMatching(/^epoch 3\/3/),
      expect.stringMatching(/^Test accuracy/),
    ])

    const folder = folderOption()
    let stopped = false
    const { status } = await train(`my-net ${settings} ${folder}`, {
      command: ownProcess,
      whenPrinted: (output, child) => {
        if (stopped || !output.includes('epoch 1/3')) return
        stopped = true
        child.kill('SIGINT')
      },
    })
    expect(status).toBe(130)
    const resumed = await train(`my-net --resume ${folder}`, { command: ownProcess })
    expect(results(resumed.output)).toEqual(results(whole.output))
  })

  test("a batch normalization of one's own, which looks at its share only, gets one worker", async () => {
    const kit = new TemporaryKit()
    const source = readFileSync(join(kit.root, 'solutions/6-cifar10/my-net.ts'), 'utf8')
    const own = `
      const { FullyConnectedNet } = await import('#work/1-fully-connected/fully-connected-net.ts')
      return new FullyConnectedNet({ hiddenDims: [9], normalization: 'batchnorm', seed })
    `
    kit.write(
      'solutions/6-cifar10/my-net.ts',
      source.replace(/build: \([^]*$/, `async build({ seed }) {${own}},\n}\n`),
    )
    const { output, status } = await train(`my-net ${settings}`, { cwd: kit.root, command: ownProcess })
    expect(output).toMatch(
      /^The batch normalization of this network looks at its own share .*: one worker trains it\.\n/,
    )
    expect(output).not.toContain('2 workers')
    expect(status).toBe(0)
  })
})
