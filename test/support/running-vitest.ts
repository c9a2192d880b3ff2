import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished, vi } from 'vitest'
import { LONGEST_WAIT } from './longest-wait.ts'

/** The program that `npx vitest` starts. */
export const VITEST: string = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

/** Vitest running in a folder until the test ends. */
export class RunningVitest {
  #output = ''

  constructor(folder: string, ...options: string[]) {
    const child = spawn(process.execPath, [VITEST, ...options], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const over = once(child, 'close')
    onTestFinished(async () => {
      child.kill()
      await over
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (this.#output += stripVTControlCharacters(String(chunk))))
  }

  /** The output so far, without colours. */
  get output(): string {
    return this.#output
  }

  /** Returns how often this text has been printed. */
  count(text: string | RegExp): number {
    return this.#output.split(text).length - 1
  }

  /** Waits until this text has been printed at least `times` times. */
  async sees(text: string | RegExp, times = 1): Promise<void> {
    const look = (): void => {
      if (this.count(text) < times) throw new Error(`not yet ${times} of "${text}" in:\n${this.#output}`)
    }
    await vi.waitFor(look, { timeout: LONGEST_WAIT, interval: 200 })
  }
}
