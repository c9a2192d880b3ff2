import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Run {
  /** As the shell reports it: 130 after a Ctrl-C, whether the command exits with it or ends itself by the signal. */
  status: number
  output: string
}

export interface TrainOptions {
  /** The kit's folder. */
  cwd?: string
  /** What to start; the script of package.json by default. */
  command?: readonly [string, ...string[]]
  /** Called with all output so far whenever there is more. */
  whenPrinted?: (output: string, child: ChildProcess) => void
}

export const npmScript = ['npm', 'run', '--silent', 'train', '--'] as const
export const ownProcess = [process.execPath, '--import', 'tsx', 'kit/cli/train.ts'] as const

/**
 * {@link ownProcess}, sending itself a signal once it has printed each of the texts. A signal from here may come any number
 * of steps later on a machine that is busy, or after the end of the run.
 */
export function signalling(signal: NodeJS.Signals, ...texts: string[]): TrainOptions['command'] {
  const code = `
    const texts = ${JSON.stringify(texts)}
    const write = process.stdout.write.bind(process.stdout)
    process.stdout.write = (...args) => {
      const written = write(...args)
      if (texts.length > 0 && String(args[0]).includes(texts[0])) {
        texts.shift()
        process.kill(process.pid, '${signal}')
      }
      return written
    }`
  const [node, ...args] = ownProcess
  return [node, '--import', `data:text/javascript,${encodeURIComponent(code)}`, ...args]
}

/** Runs `npm run train -- ...` as typed, in a process group of its own, with nothing fetched but the tiny set. */
export function train(
  options: string,
  { cwd = root, command: [program, ...args] = npmScript, whenPrinted }: TrainOptions = {},
): Promise<Run> {
  const child = spawn(program, [...args, ...options.split(' ').filter(Boolean)], {
    cwd,
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      NO_COLOR: '1',
      CIFAR10_DIR: fileURLToPath(new URL('no-such-folder', import.meta.url)),
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += stripVTControlCharacters(String(chunk))
      whenPrinted?.(output, child)
    })
  }
  onTestFinished(() => {
    if (child.exitCode !== null || child.signalCode !== null) return
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid!, 'SIGKILL')
  })
  return new Promise((resolve) =>
    child.once('close', (status, signal) =>
      resolve({ status: status ?? 128 + constants.signals[signal!], output }),
    ),
  )
}

/** The option for a folder of its own, which is removed when the test ends. */
export function folderOption(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return `--folder ${join(folder, 'run')}`
}

export const quick = '--data tiny --hidden 20 --train-size 200 --seed 3'
