import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../../system/root.ts'

/**
 * Runs `npx vitest` with these arguments in the kit's folder.
 *
 * @param quiet - whether to discard its output
 * @param lend - whether the kit's solutions stand in for TODOs that are not started
 * @returns its exit code
 */
export async function runVitest(
  args: readonly string[],
  { quiet = false, lend = false } = {},
): Promise<number> {
  const folder = dirname(fileURLToPath(import.meta.resolve('vitest/package.json')))
  const child = spawn(process.execPath, [join(folder, 'vitest.mjs'), ...args], {
    cwd: root,
    env: lend ? { ...process.env, CNN_LEND: '1' } : process.env,
    stdio: quiet ? 'ignore' : 'inherit',
  })
  // Ctrl-C also reaches the child, which then ends by itself.
  const wait = () => {}
  process.on('SIGINT', wait)
  // Other signals may reach this process alone.
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, passOn)
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals]
  process.off('SIGINT', wait)
  for (const each of ['SIGTERM', 'SIGHUP']) process.off(each, passOn)
  return code ?? 128 + constants.signals[signal]
}
