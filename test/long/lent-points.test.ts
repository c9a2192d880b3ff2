import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TemporaryKit } from '../support/temporary-kit.ts'

const NET = 'assignments/1-fully-connected/two-layer-net.ts'
const lending = { CNN_LEND: '1' }

test('what the kit lends earns nothing, however it is switched on', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.16')
  const { exitCode, output, checks } = await kit.grade('1-fully-connected', lending)
  expect(exitCode).toBe(0)
  expect(output).toContain('0 of 30 points  16 not started')
  expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
  expect(output).toContain(
    "TODO 1.16, FullyConnectedNet: loss, passes its checks with the kit's 1.1, 1.2, 1.3, 1.4, 1.5, 1.14 and 1.15",
  )
  const { output: alone } = await kit.grade('1-fully-connected/5-fully-connected-net')
  expect(alone).toContain('TODO 1.16 is written, but its checks also need')
})

test('beside what is lent, code keeps its lines', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.13', (code) => code.replace(/^ *return/m, "    throw new Error('at the end')\n$&"))
  const lines = kit.read(NET).split('\n')
  const line = lines.findIndex((each) => each.includes('at the end')) + 1
  const { checks, output } = await kit.grade('two-layer-net', lending)
  const [{ failureMessages }] = checks.filter(({ status }) => status === 'failed')
  expect(failureMessages[0]).toContain(`threw Error: at the end\n    at ${NET}:${line}\n`)
  expect(output).toMatch(/ Wrong .* TODO 1\.13/)
})

test('without CNN_LEND no solution is read', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  rmSync(join(kit.root, 'solutions'), { recursive: true })
  expect((await kit.grade('layers')).output).toContain('2 of 30 points')
})
