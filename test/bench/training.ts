import '../../kit/cli/require-node.ts'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { availableParallelism } from 'node:os'
import { Option, program } from 'commander'
import networks from './networks.json' with { type: 'json' }

/**
 * How long a training step of each recipe takes, in float32: this kit with each of its engines, as `npm run train` trains
 * it, and beside it PyTorch and NumPy with im2col where they are installed, with the same layers, batch and update rule.
 * All take turns in one run, so that a busy machine is as unfair to one as to the other; read the ratios.
 */
interface Contender {
  name: string
  command: string
  args: string[]
  env?: Record<string, string>
}

const PYTHON = '/usr/bin/python3'
const file = (name: string) => new URL(name, import.meta.url).pathname

program
  .name('npm run bench:training --')
  .option('--rounds <count>', 'how many turns each one takes', '5')
  .option('--threads <count>', 'threads for BLAS and PyTorch', String(availableParallelism()))
  .option(
    '--workers <count>',
    'worker threads that share each step of this kit (default: those of the recipe)',
  )
  .addOption(
    new Option('--networks <names...>', 'some of the networks')
      .choices(networks.map(({ name }) => name))
      .default(networks.map(({ name }) => name)),
  )
  .parse()
const {
  rounds,
  threads,
  workers,
  networks: names,
} = program.opts<{ rounds: string; threads: string; workers?: string; networks: string[] }>()

console.log('| step of | contender | ms (median) | images/s | times the images/s of PyTorch |')
console.log('|---|---|---|---|---|')
for (const { name, batch } of networks.filter((network) => names.includes(network.name))) {
  const times = await measure(contendersFor(name))
  const reference = median(times.get('PyTorch') ?? [NaN])
  for (const [contender, all] of times) {
    const ms = median(all)
    const cells = [
      `${name}, batch ${batch}`,
      contender,
      ms.toFixed(1),
      ((1000 * batch) / ms).toFixed(0),
      (reference / ms).toFixed(2),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

function contendersFor(network: string): Contender[] {
  const args = [
    '-C',
    'solutions',
    '--import',
    'tsx',
    file('contender.ts'),
    network,
    ...(workers ? [workers] : []),
  ]
  const env = { OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads }
  const contenders: Contender[] = ['blas', 'wasm'].map((engine) => ({
    name: `this kit, ${engine}`,
    command: process.execPath,
    args,
    env: { ...env, CNN_ENGINE: engine },
  }))
  if (has('torch'))
    contenders.push({ name: 'PyTorch', command: PYTHON, args: [file('pytorch.py'), network, threads], env })
  if (has('numpy') && !network.endsWith('-20'))
    contenders.push({ name: 'NumPy, im2col', command: PYTHON, args: [file('numpy_im2col.py'), network], env })
  return contenders
}

function has(python: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${python}`]).status === 0
}

/** The times of the steps of each contender, in milliseconds. */
async function measure(contenders: Contender[]): Promise<Map<string, number[]>> {
  const running = contenders.map(({ name, command, args, env }) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    return { name, child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  })
  const times = new Map(running.map(({ name }) => [name, [] as number[]]))
  for (let round = -1; round < Number(rounds); round++) {
    for (const { name, child, lines } of running) {
      const steps = Math.max(1, Math.min(20, Math.round(300 / (times.get(name)!.at(-1) ?? 300))))
      const answer = await ask(child, lines, steps)
      if (round >= 0 || times.get(name)!.length === 0) times.get(name)!.push(...answer)
      // The first round only warms up; its last time says how many steps make a turn.
      if (round === 0) times.get(name)!.splice(0, times.get(name)!.length - answer.length)
      // Threads of BLAS libraries wait busily for a while.
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
  for (const { child } of running) child.stdin!.end()
  return times
}

async function ask(child: ChildProcess, lines: AsyncIterator<string>, steps: number): Promise<number[]> {
  child.stdin!.write(`${steps}\n`)
  const { value, done } = await lines.next()
  if (done) throw new Error('a contender ended early')
  return JSON.parse(value) as number[]
}

function median(values: number[]): number {
  return values.toSorted((p, q) => p - q)[values.length >> 1]
}
