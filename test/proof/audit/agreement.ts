import type { Job, JobResult } from './job.ts'
import { ProcessPool } from './process-pool.ts'

/** How the two ways to grade judge the same work. */
export interface Comparison<Task extends Job> {
  task: Task
  /** In the process of the checks, and in one of its own. */
  shared: JobResult
  isolated: JobResult
}

/** Grades work in both ways: in the process of the checks, as in watch mode, and in a process of its own. */
export class BothWays {
  readonly #shared = new ProcessPool()
  readonly #isolated = new ProcessPool({ CNN_GRADING: '1' })

  /** Runs all jobs in both ways. */
  async run<Task extends Job>(
    tasks: readonly Task[],
    done: (comparison: Comparison<Task>) => void,
  ): Promise<void> {
    const shared = new Map<Task, JobResult>()
    await this.#shared.run(tasks, (task, result) => void shared.set(task, result))
    await this.#isolated.run(tasks, (task, isolated) => done({ task, shared: shared.get(task)!, isolated }))
  }

  /** Ends all processes. */
  dismiss(): void {
    this.#shared.dismiss()
    this.#isolated.dismiss()
  }
}

/** Returns the checks whose states differ, and how. A check that draws its cases may find a mistake by luck. */
export function differences({ shared, isolated }: Comparison<Job>): string[] {
  if ('crash' in shared || 'crash' in isolated) return ['one of them crashed']
  const theirs = isolated.runs.flat()
  return shared.runs
    .flat()
    .flatMap(({ name, state }, i) =>
      theirs[i]?.state === state ? [] : [`${name}: ${state}, and ${theirs[i]?.state} on its own`],
    )
}
