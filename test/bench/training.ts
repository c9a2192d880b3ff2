import '../../kit/system/v8-flags.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Option, program } from 'commander'
import { format } from 'prettier'
import { loadRecipe } from '../../kit/commands/train/recipes.ts'
import { engineNames } from '#kit/engine/gemm/index.ts'
import { candidatesFor, kitCandidate, kitEngines, measure, others } from './candidates.ts'
import networks from './networks.json' with { type: 'json' }

/**
 * Measures the time of a training step of each recipe in float32: with this kit and each of its engines, as `npm run
 * train` trains it, and with PyTorch and NumPy with im2col where they are installed. Layers, batch and update rule are
 * the same for all.
 */
const DOCUMENT = new URL('../../docs/speed.md', import.meta.url)
/** The table is between these lines of the document. */
const [BEGIN, END] = ['<!-- bench:training -->', '<!-- /bench:training -->']

program
  .name('npm run bench:training --')
  .option('--rounds <count>', 'how many turns each one takes', '5')
  .option(
    '--threads <count>',
    'threads for this kit with one worker, for BLAS and for PyTorch',
    String(availableParallelism()),
  )
  .option('--workers <count>', 'threads of this kit that share each step (default: those of the recipe)')
  .option('--write', 'put what was measured into the table of docs/speed.md')
  .addOption(
    new Option('--networks <names...>', 'some of the networks')
      .choices(networks.map(({ name }) => name))
      .default(networks.map(({ name }) => name)),
  )
  .parse()
const options = program.opts<{
  rounds: string
  threads: string
  workers?: string
  write?: true
  networks: string[]
}>()

const columns = [...Object.values(kitEngines), ...Object.values(others)]
const head = [`| network | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`]
head.forEach((line) => console.log(line))
/** The rows of the table, by what is measured. */
const rows = new Map<string, string>()
for (const { name, batch } of networks.filter((network) => options.networks.includes(network.name))) {
  const { settings } = await loadRecipe(name)
  const fast = settings.fast === false
  const times = await measure(candidatesFor({ name, fast }, options), Number(options.rounds))
  const cell = (candidate: string): string => {
    const ms = times.get(candidate)
    if (ms === undefined) return 'not measured'
    const ratio = (times.get(others.torch) ?? NaN) / ms
    const perSecond = (1000 * batch) / ms
    return `${perSecond.toLocaleString('en', { maximumFractionDigits: perSecond < 10 ? 1 : 0 })} images/s, ${ratio.toPrecision(2)}`
  }
  for (const withFast of fast ? [false, true] : [false]) {
    const own = engineNames.map((engine) => cell(kitCandidate(engine, withFast)))
    const title = `${name}${withFast ? ' --fast' : ''}, batch ${batch}`
    rows.set(title, `| ${[title, ...own, ...Object.values(others).map(cell)].join(' | ')} |`)
    console.log(rows.get(title))
  }
}

if (options.write) {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [start, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)]
  // Rows that were not measured this time stay unchanged.
  const all = text
    .slice(start, end)
    .match(/^\|.*$/gm)!
    .slice(head.length)
  const titleOf = (row: string) => row.split('|')[1].trim()
  const known = new Set(all.map(titleOf))
  const added = [...rows.values()].filter((row) => !known.has(titleOf(row)))
  const table = [...head, ...all.map((row) => rows.get(titleOf(row)) ?? row), ...added].join('\n')
  const pretty = await format(table, { parser: 'markdown', printWidth: 120 })
  writeFileSync(DOCUMENT, `${text.slice(0, start)}\n\n${pretty}\n${text.slice(end)}`)
}
