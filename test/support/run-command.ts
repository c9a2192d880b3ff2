import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'

/** A finished command. */
export interface Run {
  /**
   * The status as the shell reports it: 130 after a Ctrl-C, whether the command exits with it or ends by the signal.
   */
  status: number
  /** The output on both streams, without colours. */
  output: string
}

export interface CommandOptions {
  cwd: string
  /** Changes to the environment. */
  env?: NodeJS.ProcessEnv
  /** Called with all output so far whenever there is more. */
  whenPrinted?: (output: string, child: ChildProcess) => void
}

/**
 * Runs a command as typed, in its own process group, until it ends. If the test ends first because the command hangs,
 * the command is killed and its output is shown.
 */
export function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, env = {}, whenPrinted }: CommandOptions,
): Promise<Run> {
  const onWindows = process.platform === 'win32'
  const child = spawn(program, args, {
    cwd,
    detached: !onWindows,
    // On Windows npm is a script.
    shell: onWindows && program !== process.execPath,
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
  let output = ''
  let over = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += stripVTControlCharacters(String(chunk))
      whenPrinted?.(output, child)
    })
  }
  onTestFinished(() => {
    if (over) return
    const state = child.exitCode === null && child.signalCode === null ? 'is still running' : 'left a process'
    console.error(`"${[program, ...args].join(' ')}" ${state}. It printed:\n${output}`)
    if (onWindows) child.kill()
    else process.kill(-child.pid!, 'SIGKILL')
  })
  return new Promise((resolve) =>
    child.once('close', (status, signal) => {
      over = true
      resolve({ status: status ?? 128 + constants.signals[signal!], output })
    }),
  )
}
