import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importsOf } from '#kit/course/imports/imports.ts'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { applyMistake } from '#kit/course/mistakes/mistake.ts'
import { isConsequence } from '#kit/progress/record.ts'
import { mostTelling } from '#kit/vitest/reporters/telling-failure.ts'
import type { Job } from '../proof/audit/job.ts'
import { checkFileOf, root } from '../proof/audit/mutate.ts'
import { firstLine, type Outcome } from '../proof/audit/outcome.ts'
import { ProcessPool } from '../proof/audit/process-pool.ts'
import { mutants } from '../proof/mistakes.ts'

// A right TODO that uses a wrong one gives wrong answers. It must wait for that one, and never count as wrong itself.

/** How many known mistakes of each TODO are tried. CNN_EARLIER=10 tries ten of each. */
const EACH = Number(process.env.CNN_EARLIER ?? 2)

const todos = manifest.flatMap((part) => part.todos)
const solution = (file: string): string => readFileSync(join(root, 'solutions', file), 'utf8')

/** A solution with one wrong TODO. */
interface Wrong {
  todo: string
  what: string
  source: string
}

/** Returns some known mistakes in the code of a TODO. */
function mistakesIn(todo: string): Wrong[] {
  const source = solution(findTodo(todo).file)
  const own = mutants.filter((one) => one.todo === todo && one.edits.every(({ region }) => region === todo))
  return own
    .filter((_, i) => i % Math.ceil(own.length / EACH) === 0)
    .map((mutant) => ({ todo, what: mutant.mistake, source: applyMistake(source, mutant) }))
}

/** Multiplies everything that a function returns, except its cache. */
const TIMES = `const times = (factor, value) => typeof value === 'number' ? factor * value
  : value instanceof T.Tensor ? T.mul(factor, value)
  : typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Array.isArray(value) ? value
  : Object.fromEntries(Object.entries(value).map(([key, item]) =>
      [key, key === 'cache' ? item : times(factor, item)]))`

/** Returns versions of the file in which the function of a TODO, if no other TODO is in it, gives other numbers. */
function otherNumbersIn(todo: string): Wrong[] {
  const { file, title } = findTodo(todo)
  const source = solution(file)
  const start = source.indexOf(`export function ${title}(`)
  const regions = source.slice(start, source.indexOf('\n}\n', start)).match(/BEGIN SOLUTION/g) ?? []
  if (start === -1 || regions.length > 1) return []
  const renamed = source.replace(`export function ${title}(`, 'function itsOwn(')
  return [0, 2].map((factor) => ({
    todo,
    what: `multiplied by ${factor}`,
    source: `import * as T from '#kit/tensor/index.ts'
${renamed}
${TIMES}
export function ${title}(...args) { return times(${factor}, itsOwn(...args)) }
`,
  }))
}

/** Returns the check files of a file and of all that import it. */
function checkFilesOf(file: string): string[] {
  const name = file.split('/')[1]
  const users = todos.filter(
    (todo) =>
      todo.file === file || importsOf(solution(todo.file)).some((other) => other.endsWith(`/${name}`)),
  )
  return [...new Set(users.map(({ id }) => checkFileOf(id)))]
}

/** Returns what keeps a TODO from waiting, or undefined if it waits. */
function ownFault(failed: readonly Outcome[]): string | undefined {
  const telling = mostTelling(failed, ({ reason }) => ({ reason }))
  const { reason } = telling
  return reason !== undefined && isConsequence(reason) ? undefined : `${telling.name}: ${firstLine(telling)}`
}

const pool = new ProcessPool()
afterAll(() => pool.dismiss())

test('a right TODO is never called wrong because an earlier one is', { timeout: 3_600_000 }, async () => {
  const tried = todos.flatMap(({ id }) => [...mistakesIn(id), ...otherNumbersIn(id)])
  const outcomes = new Map<Wrong, Outcome[]>(tried.map((wrong) => [wrong, []]))
  const jobs = tried.flatMap((wrong) => {
    const { file } = findTodo(wrong.todo)
    return checkFilesOf(file).map((checkFile): Job & { wrong: Wrong } => ({
      wrong,
      checkFile,
      times: 1,
      replaced: { file, source: wrong.source },
    }))
  })
  const crashes: string[] = []
  await pool.run(jobs, ({ wrong }, result) => {
    if ('crash' in result) crashes.push(`${wrong.todo} ${wrong.what}: ${result.crash}`)
    else outcomes.get(wrong)!.push(...result.runs.flat())
  })
  expect(crashes).toEqual([])

  const blamed: string[] = []
  let waited = 0
  for (const [{ todo, what }, all] of outcomes) {
    const failed = all.filter(({ state }) => state === 'failed')
    // What the checks of a TODO accept is not wrong.
    if (!failed.some((outcome) => outcome.todo === todo)) continue
    for (const [other, its] of Map.groupBy(failed, (outcome) => outcome.todo!)) {
      const fault = ownFault(its)
      if (other === todo) {
        if (fault === undefined) blamed.push(`${todo} ${what}, and another is called wrong`)
        continue
      }
      if (fault === undefined) waited++
      else blamed.push(`${todo} ${what}, and ${other} is called wrong: ${fault}`)
    }
  }
  console.log(`With ${tried.length} wrong TODOs, ${waited} right ones wait.`)
  expect(blamed).toEqual([])
  expect(waited).toBeGreaterThan(tried.length)
})
