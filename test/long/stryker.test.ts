import { expect, test } from 'vitest'
import { runCommand } from '../support/run-command.ts'
import { VITEST } from '../support/running-vitest.ts'
import { root } from '#kit/system/root.ts'

test('the checks run in the way in which StrykerJS runs them', async () => {
  const config = 'test/proof/stryker/vitest.config.ts'
  const { status, output } = await runCommand(
    [process.execPath, VITEST, 'run', '--config', config, 'checks/3-dropout'],
    { cwd: root },
  )
  expect(output).toMatch(/Tests +\d+ passed/)
  expect(status).toBe(0)
})
