import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { manifest } from '#kit/course/manifest.ts'
import { root } from './mutate.ts'

/** The counts of the audit for one part, or for all. */
export interface Counts {
  todos: number
  mutants: number
  killed: number
  /** Those that are named by the failure that a learner sees. */
  explained: number
  /** The same for the mistakes of strangers. */
  strangers: number
  strangersKilled: number
  strangersExplained: number
  /** The number of correct solutions in other styles, summed over the TODOs. */
  others: number
  /** The number of checks that ran on those solutions. */
  runs: number
  alarms: number
}

/** Summarizes an audit in a sentence and a Markdown table with a row for each part. */
export function summarize(parts: ReadonlyMap<number, Counts>): { sentence: string; table: string } {
  const rows = manifest.flatMap(({ number, title }) => {
    const counts = parts.get(number)
    return counts ? [{ name: `${number} ${title}`, ...counts }] : []
  })
  const total = (pick: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + pick(row), 0)
  const all = {
    name: 'all',
    others: total(({ others }) => others),
    todos: total(({ todos }) => todos),
    mutants: total(({ mutants }) => mutants),
    killed: total(({ killed }) => killed),
    explained: total(({ explained }) => explained),
    strangers: total(({ strangers }) => strangers),
    strangersKilled: total(({ strangersKilled }) => strangersKilled),
    strangersExplained: total(({ strangersExplained }) => strangersExplained),
    runs: total(({ runs }) => runs),
    alarms: total(({ alarms }) => alarms),
  }
  const cells = (row: typeof all): (string | number)[] => [
    row.name,
    row.todos,
    row.mutants,
    row.killed,
    percent(row.explained, row.mutants),
    row.strangers,
    row.strangersKilled,
    percent(row.strangersExplained, row.strangers),
    row.others,
    row.runs,
    row.alarms,
  ]
  const headings =
    'Part|TODOs|Mistakes|Caught|Named|Mistakes of strangers|Caught|Named|Right solutions|Checks run on them|False alarms'.split(
      '|',
    )
  const rule = ['---', ...headings.slice(1).map(() => '--:')]
  const lines = [headings, rule, ...[...rows, all].map(cells)].map((line) => `| ${line.join(' | ')} |`)
  const sentence =
    `Of ${all.mutants} typical mistakes, ${all.killed} are caught and ${percent(all.explained, all.mutants)} are named by the ` +
    `failure that is shown. Of ${all.strangers} mistakes of people who had not seen the checks, ${all.strangersKilled} are ` +
    `caught and ${percent(all.strangersExplained, all.strangers)} are named. ${all.others} right solutions in other styles raised ` +
    `${['no false alarm', 'one false alarm'][all.alarms] ?? `${all.alarms} false alarms`} in ${all.runs} runs of checks.`
  return { sentence, table: lines.join('\n') }
}

const percent = (share: number, whole: number): string =>
  whole === 0 ? '' : `${((100 * share) / whole).toFixed(1)} %`

/** Writes a text between the marks `<!-- audit -->` and `<!-- /audit -->` of a page. */
export async function writeSection(page: string, text: string): Promise<void> {
  const path = join(root, page)
  const before = readFileSync(path, 'utf8')
  const marked = /(<!-- audit -->)[^]*?(<!-- \/audit -->)/
  if (!marked.test(before))
    throw new Error(`${page} has no place for the figures: <!-- audit --> <!-- /audit -->.`)
  const after = before.replace(marked, (_, begin: string, end: string) => `${begin}\n\n${text}\n\n${end}`)
  const style = await resolveConfig(path)
  writeFileSync(path, await format(after, { ...style, filepath: path }))
}

/** Aligns the columns of a Markdown table. */
export const aligned = (table: string): Promise<string> =>
  format(table, { parser: 'markdown', printWidth: 200 })
