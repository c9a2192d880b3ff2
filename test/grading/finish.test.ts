import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { manifest } from '#kit/grading/manifest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const PATIENCE = { timeout: 120_000, interval: 200 }

test(
  'when the last TODO turns green while watching, everything is checked once more, once',
  { timeout: 300_000 },
  async () => {
    const kit = new TemporaryKit()
    const todos = manifest.flatMap((part) => part.todos)
    const last = todos.at(-1)!
    for (const { id } of todos) if (id !== last.id) kit.fill(id)

    const child = spawn(process.execPath, [VITEST, '--watch'], {
      cwd: kit.root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill())
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    const count = (text: string): number => stripVTControlCharacters(output).split(text).length - 1
    const seen = (text: string, times = 1) =>
      vi.waitFor(() => expect(count(text), output).toBeGreaterThanOrEqual(times), PATIENCE)

    await seen(`TODO ${last.id}, ${last.title}, is not started`)
    await seen('Waiting for file changes')
    expect(count('All done')).toBe(0)

    kit.fill(last.id)
    await seen('To be sure, all checks run once more.')
    await seen('All done: every TODO passes all of its checks.', 2)

    const path = `assignments/${last.file}`
    kit.write(path, `${kit.read(path)}\n`)
    await seen('All done: every TODO passes all of its checks.', 3)
    expect(count('To be sure')).toBe(1)
  },
)
