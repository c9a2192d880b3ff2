import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { engineNames, type EngineName } from '#kit/engine/gemm/index.ts'

/** A program that trains a network. */
export interface Candidate {
  name: string
  command: string
  args: string[]
  env?: Record<string, string>
  /** The number of turns, if fewer than the others take. */
  turns?: number
}

export interface Network {
  name: string
  /** Whether the recipe uses the kit's layers only with `--fast`. */
  fast: boolean
}

export interface CandidateOptions {
  /** The number of threads for this kit with one worker, for BLAS and for PyTorch. */
  threads: string
  /** The number of worker threads of this kit, by default that of the recipe. */
  workers?: string
}

/** Returns the batch size that is measured: the recipe's, or all images of the small set if that has fewer. */
export const measuredBatch = ({ batchSize }: { batchSize: number }): number => Math.min(batchSize, 1000)

const PYTHON = '/usr/bin/python3'
const file = (name: string) => new URL(name, import.meta.url).pathname

/** The names of the table's columns. */
export const kitEngines: Record<EngineName, string> = {
  blas: 'this kit, BLAS',
  wasm: 'WebAssembly',
  plain: 'plain TypeScript',
}
export const others = { torch: 'PyTorch', numpy: 'NumPy, im2col' }

/** Returns the name of the candidate that is this kit with one of its engines. */
export const kitCandidate = (engine: EngineName, fast: boolean): string =>
  `${kitEngines[engine]}${fast ? ', --fast' : ''}`

/** Returns all programs that can train a network on this machine. */
export function candidatesFor(
  { name, fast }: Network,
  { threads, workers = '' }: CandidateOptions,
): Candidate[] {
  // A step of this network would take minutes in plain TypeScript.
  const engines = engineNames.filter((engine) => engine !== 'plain' || name !== 'speedrun')
  const env = { OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads, CNN_THREADS: threads }
  const candidates: Candidate[] = (fast ? [false, true] : [false]).flatMap((withFast) =>
    engines.map((engine) => ({
      name: kitCandidate(engine, withFast),
      command: process.execPath,
      args: '-C solutions --import tsx'
        .split(' ')
        .concat(file('candidate.ts'), name, workers, withFast ? 'fast' : ''),
      env: { ...env, CNN_ENGINE: engine },
      ...(engine === 'plain' && { turns: 1 }),
    })),
  )
  if (has('torch'))
    candidates.push({ name: others.torch, command: PYTHON, args: [file('pytorch.py'), name, threads], env })
  // The networks with batch normalization have no NumPy version.
  if (has('numpy') && !['plain-20', 'resnet-20', 'speedrun'].includes(name))
    candidates.push({ name: others.numpy, command: PYTHON, args: [file('numpy_im2col.py'), name], env })
  return candidates
}

function has(python: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${python}`]).status === 0
}

/** The approximate length of a turn in milliseconds, and its maximum number of steps. */
const TURN = 300
const MOST_STEPS = 20
/** The time in milliseconds for which threads of BLAS libraries may busy-wait after their last product. */
const PAUSE = 250

/**
 * Measures the median time of a step for each candidate, in milliseconds. They take turns, so that a busy machine
 * affects all of them equally.
 */
export async function measure(
  candidates: readonly Candidate[],
  rounds: number,
): Promise<Map<string, number>> {
  const running = candidates.map(start)
  for (let round = 0; round <= rounds; round++) {
    for (const each of running) {
      if (round > each.turns) continue
      const steps = Math.max(1, Math.min(MOST_STEPS, Math.round(TURN / (each.times.at(-1) ?? TURN))))
      const times = await each.step(steps)
      // The first turn warms up and determines how many steps make a turn.
      if (round <= 1) each.times = times
      else each.times.push(...times)
      if (round === each.turns) each.end()
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
  for (const each of running) each.end()
  return new Map(running.map(({ name, times }) => [name, median(times)]))
}

function start({ name, command, args, env, turns = Infinity }: Candidate) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    name,
    turns,
    times: [] as number[],
    /** Takes some steps and returns their times in milliseconds. */
    async step(count: number): Promise<number[]> {
      child.stdin.write(`${count}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${name} ended early`)
      return JSON.parse(value) as number[]
    },
    end: () => child.stdin.end(),
  }
}

const median = (values: number[]): number => values.toSorted((p, q) => p - q)[values.length >> 1]
