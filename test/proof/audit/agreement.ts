import { availableParallelism } from 'node:os'
import type { CauseId } from '#kit/course/causes/index.ts'
import type { Job, JobResult } from './job.ts'
import type { Outcome } from './outcome.ts'
import { ProcessPool } from './process-pool.ts'

/** Grades work in both ways: in the process of the checks, as in watch mode, and in a process of its own. */
export class BothWays {
  readonly #shared = new ProcessPool()
  readonly #isolated = new ProcessPool({ CNN_GRADING: '1' })
  /** How many pieces of work have been compared so far, and how many of them were judged alike. */
  compared = 0
  alike = 0

  /**
   * Grades all work in both ways, with the same random cases. Every check must end in the same state, and say the same.
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
      for (let task = queue.shift(); task; task = queue.shift()) {
        const differences = await this.#differences(task)
        this.compared++
        this.alike += Number(differences.length === 0)
        found.push(...differences.map((difference) => `${nameOf(task)}: ${difference}`))
      }
    }
    // Both ways run at the same time, so a task needs two cores.
    await Promise.all(Array.from({ length: Math.ceil(availableParallelism() / 2) }, compareAll))
    return found
  }

  async #differences(task: Job): Promise<string[]> {
    const job = { ...task, seed: 1 }
    return differencesOf(...(await Promise.all([this.#shared.do(job), this.#isolated.do(job)])))
  }

  /** Ends all processes. */
  dismiss(): void {
    this.#shared.dismiss()
    this.#isolated.dismiss()
  }
}

/** Returns what the checks say otherwise in a process of its own. */
function differencesOf(shared: JobResult, isolated: JobResult): string[] {
  if ('crash' in shared || 'crash' in isolated)
    return [shared, isolated].flatMap((result) => ('crash' in result ? [result.crash] : []))
  const theirs = isolated.runs.flat().map(told)
  return shared.runs
    .flat()
    .map(told)
    .flatMap((ours, i) => (ours === theirs[i] ? [] : [`${ours}\n  and on its own:\n${theirs[i]}`]))
}

/** Returns how a check ended. A mask without a seed is another one each time, and with it what can be said about it. */
const stateOf = ({ name, state }: Outcome): string => `${name}: ${state}`

/** What is wrong where chance, the number of earlier calls, or rounding that grows decides the numbers. */
const uncertain: ReadonlySet<string | undefined> = new Set<CauseId>([
  'calls/not-repeatable',
  'calls/changes-input',
  'weights/seed-not-followed',
  'overfitting/not-learned',
  'whiteningFilters/own-mean',
])

/**
 * Returns everything that a learner is told about a check, and the causes that programs read; only not in which line an
 * error was thrown, which is not known of changed code in the process of the checks, and no numbers that are uncertain.
 */
function told(outcome: Outcome): string {
  const { message = '', reason } = outcome
  const said = message.replaceAll(/^ {4}at .*\n/gm, '')
  return [stateOf(outcome), reason?.cause, uncertain.has(reason?.cause) ? wordsOf(said) : said].join('\n')
}

const wordsOf = (message: string): string =>
  message.replaceAll(/-?\d[\d.]*(?:e[+-]?\d+)?/g, '#').replaceAll(/[ *]+/g, ' ')
