import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './root.ts'

/**
 * Runs `npx vitest` with these arguments in the kit's folder.
 *
 * @param quiet - whether what it prints is to be dropped
 * @returns its exit code
 */
export async function runVitest(args: readonly string[], { quiet = false } = {}): Promise<number> {
  const folder = dirname(fileURLToPath(import.meta.resolve('vitest/package.json')))
  const child = spawn(process.execPath, [join(folder, 'vitest.mjs'), ...args], {
    cwd: root,
    stdio: quiet ? 'ignore' : 'inherit',
  })
  // A Ctrl-C reaches the child too, and it is the child that ends in its own time.
  const wait = () => {}
  process.on('SIGINT', wait)
  const [code] = (await once(child, 'exit')) as [number | null]
  process.off('SIGINT', wait)
  return code ?? 130
}
