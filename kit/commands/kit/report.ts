import { Command } from 'commander'
import { release } from 'node:os'
import { lineOf } from '../../course/locate.ts'
import { filters } from './check/check-filters.ts'
import { failingChecks, type FailingCheck } from './check/failing-checks.ts'
import { readProgress, readProgressAfter, progressOfTodo } from './progress.ts'
import { root } from '../../system/root.ts'
import { todoNamed } from './target.ts'
import { versions } from '../../system/versions.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit report`: prints what to show somebody who helps. */
export const reportCommand = new Command('report')
  .description(
    'run the checks of a TODO and print a report for somebody who helps you; it contains none of your code',
  )
  .argument('[todo]', 'such as 1.2 or affineBackward (default: the next one)')
  .option('--json', 'print it as JSON')
  .action(async (name: string | undefined, { json }: { json?: boolean }) => {
    const before = readProgress()
    const asked = name === undefined ? before.next : todoNamed(name)
    if (!asked)
      throw new UserError(
        'command',
        'Everything is done. Name a TODO to report on, as in "npx kit report 1.2".',
      )
    const failing = await failingChecks(filters([asked]))
    const progress = readProgressAfter(before)
    const { state, waitsFor } = progressOfTodo(progress, asked)
    const { id, title, file } = asked
    const own = failing.filter(({ check }) => check.startsWith(`${id} `))
    const { engine } = await import('#kit/engine/gemm/index.ts')
    const report: Report = {
      versions,
      system: `${process.platform} ${process.arch}, ${release()}`,
      engine: engine.name,
      todo: { id, title, file: `assignments/${file}`, line: lineOf(asked, root), state, waitsFor },
      failing: own,
    }
    console.log(json ? JSON.stringify(report, null, 2) : asText(report))
  })

interface Report {
  versions: typeof versions
  system: string
  /** The engine that multiplies matrices in training. */
  engine: string
  todo: { id: string; title: string; file: string; line: number; state: string; waitsFor?: string }
  failing: FailingCheck[]
}

function asText({ versions: { kit, node }, system, engine, todo, failing }: Report): string {
  const { id, title, file, line, state, waitsFor } = todo
  const waits = waitsFor === undefined ? '' : `, its checks wait for TODO ${waitsFor}`
  return [
    `cnn-from-scratch ${kit}, Node ${node}, ${system}, matrix products by ${engine}`,
    `TODO ${id}, ${title} (${file}:${line}): ${state}${waits}`,
    ...failing.flatMap(({ check, message }) => ['', `Fails: ${check}`, message]),
    ...(failing.length === 0 ? ['', 'No check fails.'] : []),
  ].join('\n')
}
