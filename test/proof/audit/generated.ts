import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SingleBar } from 'cli-progress'
import { program } from 'commander'
import { knowledgeIn } from '#kit/course/knowledge.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { Random } from '#kit/tensor/index.ts'
import { mostTelling } from '#kit/vitest/reporters/telling-failure.ts'
import { edited, editsIn, type Edit } from '../../../checks/support/explaining/search/edits.ts'
import { regionIn, templateOf } from '../../../checks/support/explaining/search/solution-file.ts'
import type { Job, JobResult } from './job.ts'
import { checkFileOf, root } from './mutate.ts'
import type { Outcome } from './outcome.ts'
import { ProcessPool } from './process-pool.ts'
import { everyTodo, todosNamed } from './todos-named.ts'

/** A solution with random changes, which nobody chose. */
interface Generated extends Job {
  todo: string
  /** The number of changes: one or two. */
  size: number
  /** What was changed, as code before and after. */
  shown: string[]
}

/** The knowledge from which on a cause names a mistake, and not only a pattern in the numbers. */
const NAMES_A_MISTAKE = 1.5

/** The number of characters of code to show before a change. */
const CONTEXT = 40

/** Returns random changes of a TODO, by turns one and two. */
function generate(todo: string, count: number, random: Random): Generated[] {
  const { file } = findTodo(todo)
  const template = templateOf(readFileSync(join(root, 'solutions', file), 'utf8'))
  const { text, imports, exports } = template
  const [begin, end] = regionIn(template, todo)!
  const edits = editsIn(template, begin, end)
  const draw = (): Edit => edits[random.integer(edits.length)]
  return Array.from({ length: count }, (_, i) => {
    const first = draw()
    // Where a TODO is one expression, changes of all of it leave no room for a second one.
    const others = i % 2 === 0 ? [] : edits.filter((other) => areApart(first, other))
    const chosen = others.length === 0 ? [first] : [first, others[random.integer(others.length)]]
    const changes = chosen.flatMap((edit) => edit.changes)
    const lines = [
      "import * as T from '#kit/tensor/index.ts'",
      "import * as $ from '../../checks/support/explaining/search/helpers.ts'",
      ...imports.map(({ local, exported, from }) =>
        exported === '*'
          ? `import * as ${local} from '${from}'`
          : `import { ${exported} as ${local} } from '${from}'`,
      ),
      edited(text, { changes }),
      `export { ${exports.join(', ')} }`,
    ]
    return {
      todo,
      size: chosen.length,
      shown: changes.map(({ start, end: last, text: put }) =>
        `${text.slice(Math.max(begin, start - CONTEXT), start)}[${text.slice(start, last)} -> ${put}]`.replaceAll(
          /\s+/g,
          ' ',
        ),
      ),
      checkFile: checkFileOf(todo),
      times: 1,
      replaced: { file, source: lines.join('\n') },
    }
  })
}

const areApart = (one: Edit, other: Edit): boolean =>
  one.changes.every((a) => other.changes.every((b) => a.end <= b.start || b.end <= a.start))

/** How many changes of one size there were, and what became of them. */
interface Counts {
  tried: number
  caught: number
  named: number
}

program
  .name('npm run grade:generated --')
  .description('Try the checks on random changes of the solutions: single ones and pairs.')
  .argument('[todos...]', 'only these TODOs or parts; all by default', todosNamed)
  .option('--count <number>', 'the number of changes for each TODO', '10')
  .option('--seed <number>', 'another seed gives other changes', '1')
  .action(tryGenerated)
await program.parseAsync()

async function tryGenerated(
  todos: string[] | undefined,
  { count, seed }: { count: string; seed: string },
): Promise<void> {
  // Each TODO has a stream of its own, so that it gets the same changes with and without the others.
  const jobs = (todos?.length ? todos : everyTodo).flatMap((todo) =>
    generate(todo, Number(count), new Random(Number(seed), everyTodo.indexOf(todo))),
  )
  const counts = [1, 2].map((): Counts => ({ tried: 0, caught: 0, named: 0 }))
  const survivors: string[] = []
  const bar = new SingleBar({ format: '{bar} {value}/{total}   {eta_formatted} left', clearOnComplete: true })
  const pool = new ProcessPool()
  bar.start(jobs.length, 0)
  await pool.run(jobs, (job, result) => {
    bar.increment()
    const failed = failuresIn(result)
    // A change that is no valid code, or never ends while it is loaded, is nobody's mistake.
    if (failed === undefined) return
    const of = counts[job.size - 1]
    of.tried++
    if (failed.length === 0) return void survivors.push([`TODO ${job.todo}`, ...job.shown].join('\n    '))
    of.caught++
    const own = failed.filter(({ todo }) => todo === job.todo)
    const { reason } = mostTelling(own.length > 0 ? own : failed, (outcome) => ({ reason: outcome.reason }))
    if (knowledgeIn(reason?.cause) >= NAMES_A_MISTAKE) of.named++
  })
  bar.stop()
  pool.dismiss()
  for (const survivor of survivors.toSorted()) console.log(`Survived: ${survivor}`)
  for (const [i, { tried, caught, named }] of counts.entries()) {
    const what = i === 0 ? 'single changes' : 'pairs of changes'
    console.log(`${tried} ${what}: ${caught} caught, ${named} of them named by the failure that is shown`)
  }
}

/** Returns the checks that failed, or undefined if they could not run. */
function failuresIn(result: JobResult): Outcome[] | undefined {
  return 'crash' in result ? undefined : result.runs.flat().filter(({ state }) => state === 'failed')
}
