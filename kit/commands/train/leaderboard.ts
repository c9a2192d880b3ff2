import '../../system/v8-flags.ts'
import { program } from 'commander'
import { resolve } from 'node:path'
import { leaderboard, MILESTONES, type Entry } from '../../training/run/leaderboard.ts'
import { endWithOutput } from '../../system/stop-signals.ts'
import { duration, percent } from '#kit/text/quantities.ts'
import { print } from '#kit/text/wrap.ts'
import { runProgram } from '../run-program.ts'

endWithOutput()

program
  .name('npm run leaderboard --')
  .description('Lists your training runs that were tested, best first.')
  .option('--folder <path>', 'where the runs are saved', 'runs/training')
  .option('--json', 'print them as JSON')
  .action(({ folder, json }: { folder: string; json?: boolean }) => {
    const entries = leaderboard(resolve(import.meta.dirname, '../../..', folder))
    if (json) console.log(JSON.stringify(entries, null, 2))
    else if (entries.length === 0)
      print('There is no finished run yet. Start one with "npm run train -- my-net".')
    else console.log(table(entries))
  })
await runProgram(program)

function table(entries: readonly Entry[]): string {
  const milestones = MILESTONES.filter((milestone) =>
    entries.some(({ secondsTo }) => secondsTo[milestone] !== undefined),
  )
  const timeTo = (seconds: number | undefined) => (seconds === undefined ? '' : duration(1000 * seconds))
  const rows = entries.map((entry, i) => [
    `${i + 1}`,
    percent(entry.testAccuracy),
    percent(entry.validationAccuracy),
    ...milestones.map((milestone) => timeTo(entry.secondsTo[milestone])),
    entry.epochs < entry.ofEpochs ? `${entry.epochs} of ${entry.ofEpochs}` : `${entry.epochs}`,
    entry.recipe,
    `${entry.work}/`,
    entry.data,
    entry.epochs < entry.ofEpochs ? `${entry.run} (stopped early)` : entry.run,
  ])
  const times = milestones.map((milestone) => `to ${milestone} %`)
  const all = [['', 'test', 'validation', ...times, 'epochs', 'network', 'code', 'data', 'run'], ...rows]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
