import { expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { RunningVitest } from '../support/running-vitest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

test('after a save, the verdict on that file comes first, then those on the networks that use it', async () => {
  const kit = new TemporaryKit()
  const filters = ['batchnorm', 'fully-connected-net']
  for (const { id } of manifest.flatMap(({ todos }) => todos)) kit.fill(id)
  const vitest = new RunningVitest(kit.root, '--watch', ...filters)
  await vitest.sees('Waiting for file changes')
  const before = vitest.output.length

  const path = 'assignments/2-normalization/batchnorm.ts'
  kit.write(path, `${kit.read(path)}\n`)
  await vitest.sees('Waiting for file changes', 2)

  const verdicts = vitest.output.slice(before).matchAll(/✓.* checks\/(\S+)\.check\.ts/g)
  const [first, ...others] = Array.from(verdicts, ([, checks]) => checks)
  expect(first).toBe('2-normalization/1-batchnorm')
  expect(others.toSorted()).toEqual([
    '1-fully-connected/5-fully-connected-net',
    '2-normalization/3-fully-connected-net',
    '3-dropout/2-fully-connected-net',
  ])
})
