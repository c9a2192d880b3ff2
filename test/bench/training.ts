import '../../kit/cli/require-node.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Option, program } from 'commander'
import { format } from 'prettier'
import { loadRecipe } from '../../kit/cli/recipes.ts'
import { contendersFor, kitContender, kitEngines, measure, others } from './contenders.ts'
import networks from './networks.json' with { type: 'json' }

/**
 * How long a training step of each recipe takes, in float32: this kit with each of its engines, as `npm run train` trains
 * it, and beside it PyTorch and NumPy with im2col where they are installed, with the same layers, batch and update rule.
 */
const DOCUMENT = new URL('../../docs/speed.md', import.meta.url)
/** Between these lines of the document stands the table. */
const [BEGIN, END] = ['<!-- bench:training -->', '<!-- /bench:training -->']

program
  .name('npm run bench:training --')
  .option('--rounds <count>', 'how many turns each one takes', '5')
  .option('--threads <count>', 'threads for BLAS and PyTorch', String(availableParallelism()))
  .option('--workers <count>', 'threads of this kit that share each step (default: those of the recipe)')
  .option('--write', 'put the table into docs/speed.md')
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
const lines = [`| network | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`]
lines.forEach((line) => console.log(line))
for (const { name, batch } of networks.filter((network) => options.networks.includes(network.name))) {
  const { settings } = await loadRecipe(name)
  const fast = settings.fast !== undefined
  const times = await measure(contendersFor({ name, fast }, options), Number(options.rounds))
  const cell = (contender: string): string => {
    const ms = times.get(contender)
    if (ms === undefined) return 'not measured'
    const ratio = (times.get(others.torch) ?? NaN) / ms
    const perSecond = (1000 * batch) / ms
    return `${perSecond.toLocaleString('en', { maximumFractionDigits: perSecond < 10 ? 1 : 0 })} images/s, ${ratio.toPrecision(2)}`
  }
  for (const withFast of fast ? [false, true] : [false]) {
    const own = (Object.keys(kitEngines) as (keyof typeof kitEngines)[]).map((engine) =>
      cell(kitContender(engine, withFast)),
    )
    const title = `${name}${withFast ? ' --fast' : ''}, batch ${batch}`
    lines.push(`| ${[title, ...own, ...Object.values(others).map(cell)].join(' | ')} |`)
    console.log(lines.at(-1))
  }
}

if (options.write) {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [before, rest] = text.split(BEGIN)
  const [, after] = rest.split(END)
  const table = await format(lines.join('\n'), { parser: 'markdown', printWidth: 120 })
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table}\n${END}${after}`)
}
