import { describe, expect, test } from 'vitest'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { train } from '../commands/train/run-train.ts'

const MY_NET = 'assignments/6-cifar10/my-net.ts'

/** Trains my-net of the learner's tree after a replacement in it. */
function trainMyNet(replaced: string | RegExp, by: string) {
  const kit = new TemporaryKit()
  const before = kit.read(MY_NET)
  kit.write(MY_NET, before.replace(replaced, by))
  expect(kit.read(MY_NET)).not.toBe(before)
  const run = (options: string) => train(options, { cwd: kit.root })
  return { kit, run, training: run('my-net --work assignments --data tiny --workers 2 --epochs 1') }
}

describe('a mistake in my-net.ts is said in a sentence, with its place', () => {
  test.each([
    [
      'a layer that does not fit',
      'convBatchnormRelu(16, { stride: 2, padEnd: 0 })',
      'convBatchnormRelu(16, { stride: 2, padEnd: 1 })',
      /^Layer 1 does not fit its input of shape \(3, 32, 32\): [^\n]* \(assignments\/6-cifar10\/my-net\.ts:\d+\)\n$/,
    ],
    [
      'scores that are not ten',
      'affine(10)',
      'affine(5)',
      /^The network must return 10 scores for each image, one for each class\. For 2 images, it must return scores of shape \(2, 10\), not of shape \(2, 5\)\.\n$/,
    ],
    [
      'a schedule that there is not',
      "schedule: 'cosine'",
      "schedule: 'one-circle' as 'cosine'",
      /^There is no schedule "one-circle"\. The schedules are constant, step, cosine, one-cycle, triangle\.\n$/,
    ],
    [
      'no recipe',
      'export const recipe',
      'const recipe',
      /^assignments\/6-cifar10\/my-net\.ts has no network to train\. It needs the line "export const recipe = \.\.\."\.\n$/,
    ],
    [
      'a network that only the other threads cannot build',
      'new Network({',
      "new (process.getBuiltinModule('node:worker_threads').isMainThread ? Network : Nothing)({",
      /^Nothing is not defined \(assignments\/6-cifar10\/my-net\.ts:\d+\)\n$/,
    ],
  ] as const)('%s', async (_, replaced, by, message) => {
    const { status, output } = await trainMyNet(replaced, by).training
    expect(output).toMatch(message)
    expect(status).toBe(1)
  })

  test('an import that there is not; the other networks do not mind', async () => {
    const { training, run, kit } = trainMyNet('averagePool,', 'averagePol,')
    const { status, output } = await training
    expect(output).toMatch(
      /^The requested module '#kit\/network\/index\.ts' does not provide an export named 'averagePol' \(assignments\/6-cifar10\/my-net\.ts:\d+\)\n$/,
    )
    expect(status).toBe(1)
    kit.write('assignments/6-cifar10/another.ts', kit.read('solutions/6-cifar10/my-net.ts'))
    const help = await run('--help --work assignments')
    expect(help.output).toMatch(/\n {2}my-net .*\(cannot be loaded\)\n/)
    expect(help.output).toMatch(/\n {2}another /)
    expect(help.status).toBe(0)
  })
})
