import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseEngine } from '#kit/engine/gemm/index.ts'
import { readCheckpoint } from '../../../kit/training/run/checkpoint.ts'
import { runCommand, type CommandOptions, type Run } from '../../support/run-command.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { root } from '#kit/system/root.ts'

export interface TrainOptions extends Pick<CommandOptions, 'env' | 'whenPrinted'> {
  /** The kit's folder. */
  cwd?: string
  /** The command to start; by default {@link ownProcess}. */
  command?: readonly [string, ...string[]]
}

export const npmScript = ['npm', 'run', '--silent', 'train', '--'] as const

/** What the script starts, in a Node that cannot put another program in its place, as on Windows. */
export const withoutExecve = [
  process.execPath,
  '--import',
  'data:text/javascript,process.execve = undefined',
  'kit/commands/train.js',
] as const

/** The process that the script starts, without tsx: it is only for syntax that Node cannot erase, and loads twice as long. */
export const ownProcess = [process.execPath, 'kit/commands/train/train.ts'] as const

/**
 * Returns the command of {@link ownProcess}, changed so that the process sends itself a signal after printing each
 * text. A signal from the test could arrive any number of steps later on a busy machine, or after the run. After a
 * SIGHUP nothing can be printed, as in a closed terminal.
 */
export function signalling(signal: NodeJS.Signals, ...texts: string[]): TrainOptions['command'] {
  const code = `
    const texts = ${JSON.stringify(texts)}
    const write = process.stdout.write.bind(process.stdout)
    const fail = () => {
      const error = Object.assign(new Error('write EIO'), { code: 'EIO', syscall: 'write' })
      process.nextTick(() => process.stdout.emit('error', error))
      return false
    }
    process.stdout.write = (...args) => {
      const written = write(...args)
      if (texts.length > 0 && String(args[0]).includes(texts[0])) {
        texts.shift()
        process.kill(process.pid, '${signal}')
        if ('${signal}' === 'SIGHUP') process.stdout.write = fail
      }
      return written
    }`
  const [node, ...args] = ownProcess
  return [node, '--import', `data:text/javascript,${encodeURIComponent(code)}`, ...args]
}

// Problems with the engine of this machine are reported once per process and do not matter to these tests.
const { problems } = chooseEngine(process.env)
export const withoutProblems = (output: string) =>
  problems.reduce((rest, problem) => rest.replace(`${problem}\n`, ''), output)

/** Runs the command behind `npm run train -- ...` with only the tiny data set available. */
export async function train(
  options: string,
  { cwd = root, command = ownProcess, env, whenPrinted }: TrainOptions = {},
): Promise<Run> {
  const { status, output } = await runCommand([...command, ...options.split(' ').filter(Boolean)], {
    cwd,
    whenPrinted,
    env: { CIFAR10_DIR: fileURLToPath(new URL('no-such-folder', import.meta.url)), ...env },
  })
  return { status, output: withoutProblems(output) }
}

/** Returns the option for a separate folder, which is removed when the test ends. */
export function folderOption(): string {
  return `--folder ${join(temporaryFolder(), 'run')}`
}

export const quick = '--data tiny --hidden 20 --train-size 200 --seed 3'

/** Returns the result of a run in a folder: everything except the time it took. */
export async function resultOf(folder: string, { output }: Run) {
  const path = folder.replace('--folder ', '')
  const { state } = await readCheckpoint(join(path, 'checkpoint.safetensors'))
  const metrics = readFileSync(join(path, 'metrics.jsonl'), 'utf8').replace(
    /"imagesPerSecond":\d+,|,"seconds":\d+/g,
    '',
  )
  return { state, metrics, accuracies: output.match(/^(Best|Last|Test) .*$/gm) }
}

/** Returns functions that start and resume runs of a network with the same settings. */
export const runsOf = (name: string, settings: string) => ({
  start: (folder: string, command: TrainOptions['command'] = ownProcess) =>
    train(`${name} ${settings} ${folder}`, { command }),
  resume: (folder: string, more = '', command: TrainOptions['command'] = ownProcess) =>
    train(`${name} --resume ${folder} ${more}`, { command }),
})
