import { createVitest } from 'vitest/node'
import { join } from 'node:path'
import Result from './reporters/result.ts'

/** What a run is asked for. */
export interface RunOrder {
  /** The check files; all of them if there are none. */
  checks: readonly string[]
  /** The TODOs whose checks are run; all of them if there are none. */
  todos: readonly string[]
  /** What decides the random cases, so that a submission gets the same result whenever it is graded. */
  seed: number
}

/**
 * Runs the checks on `assignments/` as often as the parent process asks for it. Starting Vitest anew for each submission
 * would take longer than many of them need. The reporter writes each result to the file that CNN_RESULT names.
 */
const vitest = await createVitest('test', {
  root: join(import.meta.dirname, '../..'),
  project: ['assignments'],
  watch: false,
  maxWorkers: 1,
  reporters: [new Result()],
})
await vitest.standalone()

process.on('message', (order: RunOrder) => {
  void run(order).then(() => process.send!('done'))
})
process.on('disconnect', () => process.exit())
process.send!('ready')

let runs = 0

async function run({ checks, todos, seed }: RunOrder): Promise<void> {
  const names = todos.map((id) => id.replace('.', String.raw`\.`)).join('|')
  if (todos.length > 0) vitest.setGlobalTestNamePattern(new RegExp(`^(?:${names}) `))
  else vitest.resetGlobalTestNamePattern()
  vitest.provide('run', ++runs)
  vitest.provide('seed', seed)
  await vitest.runTestSpecifications(await vitest.globTestSpecifications([...checks]), true)
}
