import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Job, JobResult } from './job.ts'

const worker = fileURLToPath(new URL('worker.ts', import.meta.url))

/** The number of jobs after which a process is replaced, because every job loads modules that stay in memory. */
const JOBS_PER_PROCESS = 60
/** The time in seconds after which a job is abandoned. */
const PATIENCE = 300

/** The processes that run check files, one for each core at a time. */
export class ProcessPool {
  readonly #idle: { child: ChildProcess; jobs: number }[] = []
  readonly #env: NodeJS.ProcessEnv

  /** @param env - environment variables of the processes, besides ours */
  constructor(env: NodeJS.ProcessEnv = {}) {
    this.#env = env
  }

  /** Runs all jobs and reports each one when it ends, in any order. */
  async run<Task extends Job>(
    tasks: readonly Task[],
    done: (task: Task, result: JobResult) => void,
  ): Promise<void> {
    const queue = [...tasks]
    const work = async (): Promise<void> => {
      for (let task = queue.shift(); task; task = queue.shift()) done(task, await this.do(task))
    }
    await Promise.all(Array.from({ length: availableParallelism() }, work))
  }

  /** Runs one job in a process that is otherwise idle. */
  async do(job: Job): Promise<JobResult> {
    const { child, jobs } = this.#idle.pop() ?? { child: start(this.#env), jobs: 0 }
    const result = await ask(child, job)
    const worn = jobs + 1 === JOBS_PER_PROCESS || 'crash' in result || wasStopped(result)
    if (worn) child.kill('SIGKILL')
    else this.#idle.push({ child, jobs: jobs + 1 })
    return result
  }

  /** Ends all processes. */
  dismiss(): void {
    for (const { child } of this.#idle.splice(0)) child.kill('SIGKILL')
  }
}

/**
 * Returns whether a check was stopped from outside. The checks remember a call that never ended and do not repeat it.
 */
const wasStopped = (result: JobResult): boolean =>
  'runs' in result &&
  result.runs
    .flat()
    .some(({ reason }) => reason?.kind === 'Took too long' || reason?.kind === 'Out of memory')

const start = (env: NodeJS.ProcessEnv): ChildProcess =>
  fork(worker, [], {
    // As in kit/vitest/config.ts, so that garbage is collected less often.
    execArgv: ['--max-old-space-size=1536', '--min-semi-space-size=16'],
    env: { ...process.env, ...env, NO_COLOR: '1', NODE_NO_WARNINGS: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })

async function ask(child: ChildProcess, job: Job): Promise<JobResult> {
  let errors = ''
  const listen = (chunk: unknown): void => void (errors += String(chunk))
  child.stderr?.on('data', listen)
  const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE * 1000)
  try {
    return await new Promise<JobResult>((resolve) => {
      child.once('message', (result) => resolve(result as JobResult))
      child.once('close', (code) => resolve({ crash: errors.trim() || `ended with ${code ?? 'a signal'}` }))
      child.send(job)
    })
  } finally {
    clearTimeout(killer)
    child.removeAllListeners().stderr?.off('data', listen)
  }
}
