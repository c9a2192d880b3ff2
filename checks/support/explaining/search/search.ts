import { fileURLToPath } from 'node:url'
import { cause, sentences, type Cause, type CauseId } from '#kit/course/causes/index.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { knownMistakes } from '#kit/course/mistakes/index.ts'
import { withEdits, type Mistake } from '#kit/course/mistakes/mistake.ts'
import { hasSolutions } from '#kit/course/solutions.ts'
import { knowledgeIn } from '#kit/course/knowledge.ts'
import { computingTime } from '../../running/computing-time.ts'
import type { RecordedCall, RecordedWork } from '../../running/recorded-calls.ts'
import { gradedWork } from '../../running/work.ts'
import { edited, editsIn, type Edit } from './edits.ts'
import { Evidence } from './evidence.ts'
import { belongsToFirstCall } from './first-call.ts'
import { LIMIT, limited } from './limited.ts'
import { regionIn, SolutionFiles, templateOf, type Module } from './solution-file.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The number of changes to try for a TODO. The same ones are then tried on every machine, also on a busy one. */
const MOST_CHANGES = 1000

/** The computing time in milliseconds after which no further change is tried, where each one is slow to try. */
const SEARCH_TIME = 2000

let files: SolutionFiles | undefined
let allMistakes: Mistake[] | undefined

/** A change that does what the work does. */
interface Found {
  module: Module
  causes: readonly Cause[]
  /** Whether it explains all results, and not only the one that is wrong. */
  wholly: boolean
}

/** What is known about a wrong TODO. */
interface Knowledge {
  /** The change for each wrong result. */
  changes: Map<string, Found | undefined>
  /** The computing time in milliseconds that the search has taken, and the number of changes that it has tried. */
  spent: number
  tried: number
}

/** How far a search may still go. */
interface Limits {
  /** The number of changes that it may try. */
  changes: number
  /** The computing time of this process at which it ends. */
  end: number
}

const knowledgeOf = new WeakMap<RecordedWork, Map<string, Knowledge>>()

/**
 * Searches for a change of the solution that does what the work did: in every call, wrong or right. The mistakes that the
 * kit knows come first, then small changes of any kind, and then two of the known mistakes together.
 *
 * @param todo - the TODO that is wrong
 * @param origins - the calls with wrong results, if they are known, and the name of the result that is wrong
 * @param anyChange - whether to look further if no known mistake fits
 * @returns undefined if no small change does, or in a folder without solutions
 */
export async function explainByChange(
  todo: string,
  { origins, result }: { origins: readonly RecordedCall[]; result?: string },
  anyChange: boolean,
): Promise<readonly Cause[] | undefined> {
  const { file, title } = findTodo(todo)
  const name = origins[0]?.name ?? title.split(':')[0]
  const work = origins[0]?.work ?? gradedWork(name)
  if (work === undefined || !work.path.endsWith(`/${file}`)) return undefined
  if (!readSolutionFiles()) return undefined
  await files!.load(file)
  const first = anyChange ? belongsToFirstCall(todo, work, files!.unchanged(file), result) : undefined
  if (first !== undefined) return [first]
  const start = computingTime()
  const known = knowledgeOf.get(work) ?? new Map<string, Knowledge>()
  const knowledge = known.get(todo) ?? { changes: new Map<string, Found>(), spent: 0, tried: 0 }
  knowledgeOf.set(work, known.set(todo, knowledge))
  const { changes } = knowledge
  const evidence = new Evidence(files!.unchanged(file), { name, work, origins, result, title })
  if (!evidence.isEnough) return undefined
  const key = `${result ?? ''} ${anyChange}`
  const fits = (found: Found | undefined): boolean =>
    found !== undefined && limited(() => evidence.fits(found.module)) === true
  // What fitted an earlier check may not fit this one, which tries other cases.
  if (!changes.has(key) || (changes.get(key) !== undefined && !fits(changes.get(key)))) {
    const limits = { changes: MOST_CHANGES - knowledge.tried, end: start + SEARCH_TIME - knowledge.spent }
    const found = search(todo, file, evidence, anyChange && !evidence.isThin && evidence.hasNumbers, limits)
    knowledge.tried = MOST_CHANGES - limits.changes
    // Another check may try cases that tell more.
    if (found === 'ambiguous' || (found === undefined && evidence.isThin)) return undefined
    changes.set(key, found)
  }
  knowledge.spent += computingTime() - start
  const found = changes.get(key)
  return fits(found) ? found?.causes : undefined
}

/** Reads the solutions, and returns whether there are any. Without them, there are only general explanations. */
function readSolutionFiles(): boolean {
  try {
    if (hasSolutions(root)) files ??= new SolutionFiles()
  } catch {
    // The commands that need the solutions say what is wrong with them.
  }
  return files !== undefined
}

/** A version of the work that might do what the work under test does. */
interface Candidate {
  run: () => Module
  causes: () => readonly Cause[]
  /** Whether it is about the code, so that everything else that it gives must be right where the work is right. */
  isExact?: boolean
}

/**
 * Returns the known mistake that fits the evidence, or else the first change that does. Of two mistakes that cannot be told
 * apart, neither is named.
 */
function search(
  todo: string,
  file: string,
  evidence: Evidence,
  anyChange: boolean,
  limits: Limits,
): Found | 'ambiguous' | undefined {
  const mistakes = mistakesIn(todo, evidence)
  const singly = mistakes.map((mistake) => withMistakes(file, [mistake]))
  const known = firstFitting(singly, evidence, limits)
  const others = singly.filter((_, i) => mistakes[i].sentence !== known?.causes[0])
  const other = known && firstFitting(others, evidence, limits)
  if (known && other && known.wholly === other.wholly) return 'ambiguous'
  if (known !== undefined || !anyChange) return known
  const template = templateOf(`import * as T from '#kit/tensor/index.ts'\n${files!.source(file)!}`)
  const region = regionIn(template, todo)
  if (region === undefined) return undefined
  const edits = editsIn(template, ...region)
  const candidate = (edit: Edit): Candidate => ({
    run: () => files!.run(file, template, edited(template.text, edit)),
    causes: () => [edit.says(evidence.what)],
    isExact: true,
  })
  const pairs = mistakes.flatMap((mistake, i) =>
    mistakes.slice(0, i).map((before) => withMistakes(file, [before, mistake])),
  )
  const plain = firstFitting(edits.filter(({ cost }) => cost <= PLAIN).map(candidate), evidence, limits)
  if (plain !== undefined) return plain
  // With two mistakes there are many more ways to get one wrong result and others that the work does not have.
  const pair = firstFitting(pairs, evidence, limits)
  if (pair?.wholly) return pair
  return firstFitting(edits.filter(({ cost }) => cost > PLAIN).map(candidate), evidence, limits)
}

/** The cost up to which a change is more likely than two mistakes. */
const PLAIN = 1

/** A mistake that the kit knows, and what a teacher says about it. */
interface KnownMistake {
  mistake: Mistake
  sentence: Cause
}

/** Returns the known mistakes of a TODO that have a sentence. */
function mistakesIn(todo: string, evidence: Evidence): KnownMistake[] {
  allMistakes ??= knownMistakes(root)
  return allMistakes.flatMap((mistake): KnownMistake[] => {
    const sentence = mistake.todo === todo ? sentenceFor(mistake, evidence) : undefined
    return sentence === undefined ? [] : [{ mistake, sentence }]
  })
}

/** Returns the solution with known mistakes in it. It cannot be run if they do not fit together. */
const withMistakes = (file: string, mistakes: readonly KnownMistake[]): Candidate => ({
  run: () =>
    files!.run(file, templateOf(`import * as T from '#kit/tensor/index.ts'\n${sourceWith(file, mistakes)}`)),
  causes: () => mistakes.map(({ sentence }) => sentence),
})

/** Returns the source with known mistakes in it, in the order in which they fit. @throws Error if there is none */
function sourceWith(file: string, mistakes: readonly KnownMistake[]): string {
  const inOrder = (order: readonly KnownMistake[]): string =>
    order.reduce((text, { mistake }) => withEdits(text, mistake), files!.source(file)!)
  try {
    return inOrder(mistakes)
  } catch {
    return inOrder(mistakes.toReversed())
  }
}

/** Tries candidates until one fits all results, or up to a limit; then returns the first that fits this one. */
function firstFitting(
  candidates: readonly Candidate[],
  evidence: Evidence,
  limits: Limits,
): Found | undefined {
  const some = candidates.slice(0, limits.changes)
  let next = 0
  let best: Found | undefined
  const tryNext = ({ run, causes, isExact = false }: Candidate): void => {
    try {
      const module = run()
      if (!evidence.fits(module)) return
      const wholly = evidence.fitsWholly(module)
      if (isExact && !wholly && evidence.spoils(module)) return
      if (best === undefined || wholly) best = { module, causes: causes(), wholly }
    } catch {
      // This change does not work.
    }
  }
  const isDone = (): boolean => best?.wholly === true || next === some.length || computingTime() >= limits.end
  while (!isDone()) {
    const hasEnded = limited(() => {
      const pause = computingTime() + LIMIT / 2
      for (; !isDone() && computingTime() < pause; next++) tryNext(some[next])
      return true
    })
    // A change that never ends is stopped, and the others go on.
    if (!hasEnded) next++
  }
  limits.changes -= next
  return best
}

/** Returns what a teacher says about a mistake, if the values of the sentence do not depend on the case. */
function sentenceFor({ causes: [first], values }: Mistake, { what, isError }: Evidence): Cause | undefined {
  if (first === undefined) return undefined
  const id = first.split(' of ')[0] as CauseId
  // A pattern in the numbers says less than the mistake, and is found without it.
  if (knowledgeIn(id) < 3) return undefined
  const all = isError ? values : { what, ...values }
  const names = Array.from(sentences[id].matchAll(/\{(\w+)\}/g), ([, name]) => name)
  return names.every((name) => name in all) ? cause(id, all as never) : undefined
}
