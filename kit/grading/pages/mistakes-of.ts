import { sentences, type CauseId } from '../../course/causes/index.ts'
import { knowledgeIn } from '../../course/knowledge.ts'
import { tellingCheck, todosOf, type CheckResult, type GradingResult, type TodoResult } from '../result.ts'
import { brokenFileOf } from './broken-files.ts'
import { saidBy, saidValues } from './said-values.ts'

/** One thing that a learner got wrong in a TODO of their own. */
export interface OwnMistake {
  todo: TodoResult
  cause: CauseId
  /** What it is about, such as dx, if its sentence says so. */
  what?: string
  /** The values that its sentence had, by name. */
  values: ReadonlyMap<string, string>
  /** The check that named it. */
  check: CheckResult
}

/**
 * Returns what a learner got wrong, in the order of the course, without what only follows from another mistake, and without
 * files that do not load.
 */
export function mistakesOf(result: GradingResult): OwnMistake[] {
  const found = todosOf(result)
    .filter((todo) => todo.state === 'wrong' && brokenFileOf(todo) === undefined)
    .flatMap(mistakesIn)
  // Later TODOs of the same network meet its mistakes again, and some mistakes break all TODOs of a file.
  return distinct(found, (one) => [codeOf(one), one.cause, one.what ?? ''].join('\n'))
}

/** Returns the function or network whose code is wrong. */
const codeOf = ({ todo: { title }, cause, check }: OwnMistake): string =>
  cause.startsWith('file/') ? saidBy(check) : title.split(':')[0]

/**
 * Returns the mistakes in one TODO. The telling check names the first. Of the others, only those count that are known
 * mistakes of something else: many checks fail because of one mistake, and most of them describe a symptom.
 */
function mistakesIn(todo: TodoResult): OwnMistake[] {
  const failed = todo.checks.filter(
    (check) => check.state === 'failed' && check.cause !== undefined && check.fault === undefined,
  )
  const told = tellingCheck(todo)
  const first = told && failed.includes(told) ? told : mostKnown(failed)
  if (first === undefined) return []
  const found = mistakesOfCheck(todo, first)
  for (const check of failed) {
    if (!namesAMistake(check.cause) || check.others !== undefined) continue
    if (found.every((one) => isOther(one, check))) found.push(...mistakesOfCheck(todo, check))
  }
  return found
}

/** Whether a check fails for another reason, as far as anybody can tell: another cause, and about something else. */
const isOther = ({ cause, check: { what } }: OwnMistake, check: CheckResult): boolean =>
  cause !== check.cause &&
  what !== undefined &&
  check.what !== undefined &&
  subjectIn(what) !== subjectIn(check.what)

const mostKnown = (failed: readonly CheckResult[]): CheckResult | undefined =>
  failed.toSorted((a, b) => knowledgeIn(b.cause) - knowledgeIn(a.cause)).at(0)

/** A check may find two mistakes together. */
function mistakesOfCheck(todo: TodoResult, check: CheckResult): OwnMistake[] {
  const causes = [check.cause!, ...(check.others ?? []).filter(namesAMistake)]
  const said = saidBy(check)
  return causes.map((cause) => {
    const what =
      check.what !== undefined && sentences[cause].includes('{what}') ? subjectIn(check.what) : undefined
    return { todo, cause, what, values: saidValues(cause, said) ?? new Map(), check }
  })
}

/** What is true of any function and any answer that is wrong anyway. */
const GENERAL = ['calls', 'cache', 'options', 'linear', 'limit', 'result', 'error', 'file']

const namesAMistake = (cause: CauseId | undefined): boolean =>
  knowledgeIn(cause) >= 2 && !GENERAL.includes(cause!.split('/')[0])

/** Returns what a description is about, without the case that it describes: `w after step 4` is about w. */
const subjectIn = (what: string): string =>
  what
    .split(/ (?:after|at|for|in|of the same|whose|with|without) | ?[[(]/)[0]
    .replaceAll(/(?<![\w.])-?\d[\d.e+-]*(?![\w.])/g, '…')

function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const seen = new Map<string, Item>()
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item)
  return [...seen.values()]
}
