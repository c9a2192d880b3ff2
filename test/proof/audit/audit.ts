import { SingleBar } from 'cli-progress'
import { program } from 'commander'
import { hints } from '#kit/course/hints/index.ts'
import { findTodo, partOf } from '#kit/course/manifest.ts'
import { mutants, strangers } from '../mistakes.ts'
import { countRuns, countStyles, falseAlarms, trials, type FalseAlarm, type Trial } from './alternatives.ts'
import { ProcessPool } from './process-pool.ts'
import type { JobResult } from './job.ts'
import { attempt, attemptByFile, judge, type Attempt } from './mutate.ts'
import { names } from './outcome.ts'
import { everyTodo, todosNamed } from './todos-named.ts'
import { aligned, summarize, writeSection, type Counts } from './table.ts'

/** The share of mistakes that the failure which a learner sees must name. */
const LEAST_EXPLAINED = 0.9

program
  .name('npm run grade:audit --')
  .description('Try the checks: typical mistakes must be caught and explained, right solutions must pass.')
  .argument('[todos...]', 'only these TODOs or parts; all by default', todosNamed)
  .option('--write', 'put the figures into docs/grading.md and README.md')
  .action(audit)
await program.parseAsync()

async function audit(chosen: string[] | undefined, { write }: { write?: boolean }): Promise<void> {
  const todos = everyTodo.filter((id) => !chosen?.length || chosen.includes(id))
  const parts = new Map<number, Counts>()
  for (const id of todos) {
    const none = {
      todos: 0,
      mutants: 0,
      killed: 0,
      explained: 0,
      strangers: 0,
      strangersKilled: 0,
      strangersExplained: 0,
      others: 0,
      runs: 0,
      alarms: 0,
    }
    const counts = parts.get(partOf(id).number) ?? none
    counts.todos++
    counts.others += countStyles(findTodo(id).file)
    parts.set(partOf(id).number, counts)
  }
  const countsOf = (id: string): Counts => parts.get(partOf(id).number)!
  const complaints: string[] = []
  const alarms: FalseAlarm[] = []
  /** The hints for one kind of failure to which no mistake has led yet, by their causes. */
  const unseen = new Map(
    todos.flatMap((id) => (hints[id].after ?? []).map(([causes]) => [causes, id] as const)),
  )

  const judgeAttempt = ({ mutant }: Attempt, result: JobResult): void => {
    const { killed, explained, failed, said } = judge(mutant, result)
    const counts = countsOf(mutant.todo)
    if (strangers.includes(mutant)) {
      counts.strangers++
      counts.strangersKilled += Number(killed)
      counts.strangersExplained += Number(explained)
    } else {
      counts.mutants++
      counts.killed += Number(killed)
      counts.explained += Number(explained)
    }
    for (const [causes, id] of unseen)
      if (id === mutant.todo && failed.some((outcome) => names(outcome, causes))) unseen.delete(causes)
    if (killed && explained) return
    const what = killed ? 'Not explained' : 'SURVIVED'
    const causes = new Set(
      failed.flatMap(({ reason }) => (reason ? [reason.cause, ...(reason.others ?? [])] : [])),
    )
    const found = causes.size > 0 ? [`causes: ${[...causes].join(', ')}`] : []
    complaints.push(
      [
        `${what}: TODO ${mutant.todo}, ${mutant.mistake}`,
        ...(said === undefined ? [] : [said]),
        ...found,
      ].join('\n    '),
    )
  }
  const judgeTrial = (trial: Trial, result: JobResult): void => {
    for (const [number, counts] of parts) counts.runs += countRuns(result, number)
    for (const alarm of falseAlarms(trial, result)) {
      countsOf(alarm.todo).alarms++
      alarms.push(alarm)
    }
  }

  // The longest tasks come first, so that all cores stay busy until the end.
  const tasks: (Attempt | Trial)[] = [
    ...trials(todos).toSorted((a, b) => a.times - b.times),
    ...mutants.filter(({ todo }) => todos.includes(todo)).map(attempt),
    ...strangers.filter(({ todo }) => todos.includes(todo)).map(attemptByFile),
  ]
  const bar = new SingleBar({ format: '{bar} {value}/{total}   {eta_formatted} left', clearOnComplete: true })
  const pool = new ProcessPool()
  bar.start(tasks.length, 0)
  await pool.run(tasks, (task, result) => {
    if ('mutant' in task) judgeAttempt(task, result)
    else judgeTrial(task, result)
    bar.increment()
  })
  bar.stop()
  pool.dismiss()

  for (const [causes, id] of unseen)
    complaints.push(`No mistake leads to the hint of TODO ${id} after ${causes.join(' or ')}`)
  for (const complaint of complaints) console.log(complaint)
  for (const [title, same] of Map.groupBy(
    alarms,
    ({ style, todo, check }) => `${style}, TODO ${todo}, ${check}`,
  )) {
    console.log(`FALSE ALARM (${same.length}): ${title}\n${same[0].message}`)
  }
  const { sentence, table } = summarize(parts)
  console.log(`\n${await aligned(table)}\n${sentence}`)
  if (write) {
    await writeSection('docs/grading.md', `${sentence}\n\n${table}`)
    await writeSection('README.md', sentence)
  }
  const all = [...parts.values()]
  const count = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0)
  const enough = count('explained') >= LEAST_EXPLAINED * count('mutants')
  // A hint that no mistake led to is only reported, because which case fails, and sometimes its first line, is random.
  if (count('killed') < count('mutants') || alarms.length > 0 || !enough) process.exitCode = 1
}
