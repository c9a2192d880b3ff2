import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TemporaryKit } from '../../support/temporary-kit.ts'
import { train } from './run-train.ts'

describe('npm run train -- ... --workers', () => {
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
    const command = 'my-net --data tiny --train-size 130 --batch-size 20 --epochs 3 --workers 2'
    const { output, status } = await train(command, { cwd: kit.root })
    expect(output).toMatch(
      /^The batch normalization of this network uses only its own share .*\. So only one worker trains the network\.\n/,
    )
    expect(output).not.toContain('2 workers')
    expect(status).toBe(0)

    const resumed = await train(`${command} --resume`, { cwd: kit.root })
    expect(resumed.output).toContain('\nContinuing after 3 of 3 epochs.\n')
    expect(resumed.status).toBe(0)
  })
})
