import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { linkPackages } from '#kit/commands/kit/init/link-packages.ts'
import { initCommand } from '#kit/commands/kit/init/init.ts'
import { temporaryFolder } from '../../../support/folders.ts'

vi.mock(import('#kit/commands/kit/init/learner-copy.ts'), () => ({
  copyForLearner: (target: string) => {
    mkdirSync(target)
    const packages = { 'node_modules/vite': { version: '0.0.0' } }
    writeFileSync(join(target, 'package-lock.json'), JSON.stringify({ packages }))
  },
}))
vi.mock(import('#kit/commands/kit/init/link-packages.ts'), () => ({ linkPackages: vi.fn<() => number>() }))

let target = ''
let output = ''

beforeEach(() => {
  target = join(temporaryFolder(), 'mine')
  output = ''
  vi.spyOn(console, 'log').mockImplementation((text) => (output += `${text}\n`))
  onTestFinished(() => void vi.restoreAllMocks())
})

const init = () => initCommand.parseAsync([target], { from: 'user' })

test('where the kit lacks packages, there is a folder all the same, and "npm ci" is one of its first steps', async () => {
  vi.mocked(linkPackages).mockReturnValue(0)
  await init()
  expect(output).toContain('Some packages are missing in the kit itself')
  expect(output).toContain(`\n  cd ${target}\n  npm ci\n  npx kit demo\n  npx kit watch\n`)
})

test('nothing half made stays when the disk is full', async () => {
  vi.mocked(linkPackages).mockImplementation(() => {
    throw new Error('ENOSPC: no space left on device')
  })
  await expect(init()).rejects.toThrow('no space left')
  expect(existsSync(target)).toBe(false)
})
