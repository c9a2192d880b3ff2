import { availableParallelism } from 'node:os'
import { mostTelling } from '#kit/vitest/reporters/telling-failure.ts'
import type { Job, JobResult } from './job.ts'
import { firstLine, type Outcome } from './outcome.ts'
import { ProcessPool } from './process-pool.ts'

/** The seeds by which work is graded, one after the other, until both ways agree. */
const SEEDS = [1, 2, 3]

/** Grades work in both ways: in the process of the checks, as in watch mode, and in a process of its own. */
export class BothWays {
  readonly #shared = new ProcessPool()
  readonly #isolated = new ProcessPool({ CNN_GRADING: '1' })

  /**
   * Grades all work in both ways, with the same random cases. On a busy machine, a check may run out of time in one way,
   * and then says less. So work counts as judged differently only if it is with every seed.
   *
   * @param nameOf - the words for a task
   * @returns where the two ways differ, with the words for the task in front
   */
  async disagreements<Task extends Job>(
    tasks: readonly Task[],
    nameOf: (task: Task) => string,
  ): Promise<string[]> {
    const queue = [...tasks]
    const found: string[] = []
    const compareAll = async (): Promise<void> => {
      for (let task = queue.shift(); task; task = queue.shift())
        for (const difference of await this.#differences(task)) found.push(`${nameOf(task)}: ${difference}`)
    }
    // Both ways run at the same time, so a task needs two cores.
    await Promise.all(Array.from({ length: Math.ceil(availableParallelism() / 2) }, compareAll))
    return found
  }

  async #differences(task: Job): Promise<string[]> {
    let differences: string[] = []
    for (const seed of SEEDS) {
      const job = { ...task, seed }
      differences = differencesOf(...(await Promise.all([this.#shared.do(job), this.#isolated.do(job)])))
      if (differences.length === 0) break
    }
    return differences
  }

  /** Ends all processes. */
  dismiss(): void {
    this.#shared.dismiss()
    this.#isolated.dismiss()
  }
}

/** Returns the checks whose states differ, and the TODOs whose causes or sentences differ. */
function differencesOf(shared: JobResult, isolated: JobResult): string[] {
  if ('crash' in shared || 'crash' in isolated)
    return [shared, isolated].flatMap((result) => ('crash' in result ? [result.crash] : []))
  const [ours, theirs] = [shared.runs.flat(), isolated.runs.flat()]
  const states = ours.flatMap(({ name, state }, i) =>
    theirs[i]?.state === state ? [] : [`${name}: ${state}, and ${theirs[i]?.state} on its own`],
  )
  const [said, saidOnItsOwn] = [ours, theirs].map(told)
  const sentences = Object.keys(said).flatMap((todo) =>
    said[todo] === saidOnItsOwn[todo] ? [] : [`${todo}: ${said[todo]}, and ${saidOnItsOwn[todo]} on its own`],
  )
  return [...states, ...sentences]
}

/**
 * Returns what a learner is told about each TODO: the cause and the sentence of one failure. It is without the numbers of
 * the smallest case, because how small that gets depends on the time that is left.
 */
function told(outcomes: readonly Outcome[]): Record<string, string> {
  const failed = outcomes.filter(({ state }) => state === 'failed')
  const byTodo = Object.groupBy(failed, ({ todo = '' }) => todo)
  return Object.fromEntries(
    Object.entries(byTodo).map(([todo, some = []]) => {
      const telling = mostTelling(some, ({ reason }) => ({ reason }))
      return [todo, `${telling.reason?.cause}: ${firstLine(telling).replaceAll(/-?\d[\d.e+-]*/g, '#')}`]
    }),
  )
}
