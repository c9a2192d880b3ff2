import { Script } from 'node:vm'
import { fileURLToPath } from 'node:url'
import { cause, sentences, type Cause, type CauseId } from '#kit/course/causes/index.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { applyMistake, type Mistake } from '#kit/course/mistakes/mistake.ts'
import { knownMistakes } from '#kit/course/mistakes/index.ts'
import { hasSolutions } from '#kit/course/solutions.ts'
import { Random } from '#kit/tensor/index.ts'
import { knowledgeIn } from '#kit/vitest/reporters/telling-failure.ts'
import { differing, type Values } from '../../comparing/values.ts'
import { rememberedCalls, type RecordedCall, type RecordedWork } from '../../running/recorded-calls.ts'
import { gradedFunction, gradedWork } from '../../running/work.ts'
import { drawCall } from '../../battery/calls.ts'
import { others as otherWays, subjects } from '../../battery/subjects.ts'
import { edited, editsIn } from './edits.ts'
import { replay, valuesOf, varied } from './replay.ts'
import { regionIn, SolutionFiles, templateOf, type Module } from './solution-file.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The time in milliseconds after which no further change is tried for one check. */
const SEARCH_TIME = 1000

/** The time in milliseconds after which a change is stopped. It may never end. */
const ONE_TIME = 100

/** How many calls with wrong results are compared, and how many of them are made again with other numbers. */
const [MOST_ORIGINS, MOST_VARIED] = [4, 2]

/** How far two results may be apart, relative to their largest number, or to the second of these if that is larger. */
const [ROUNDING, SMALL] = [1e-9, 1e-6]

let files: SolutionFiles | undefined
let known: Mistake[] | undefined

/** What is known about a file under test. */
interface Knowledge {
  /** The explanation of each wrong result, by the TODO and its name. */
  found: Map<string, Found | undefined>
  /** The time in milliseconds that the search has taken. */
  spent: number
}

/** A change that does what the work does. */
interface Found {
  module: Module
  cause: Cause
}

const knowledgeOf = new WeakMap<RecordedWork, Knowledge>()

/**
 * Searches for a change of the solution that does what the work did: in every call, wrong or right. The mistakes that the
 * kit knows come first, and then small changes of any kind.
 *
 * @param todo - the TODO that is wrong
 * @param origins - the calls with wrong results, if they are known, and the name of the result that is wrong
 * @param anyChange - whether to look further if no known mistake fits
 * @returns undefined if no small change does, or in a folder without solutions
 */
export async function explainByChange(
  todo: string,
  { origins, result: what }: { origins: readonly RecordedCall[]; result?: string },
  anyChange: boolean,
): Promise<Cause | undefined> {
  const { file, title } = findTodo(todo)
  const name = origins[0]?.name ?? title.split(':')[0]
  const work = origins[0]?.work ?? gradedWork(name)
  // A replay shows what one case does, and nothing else.
  if (process.env.REPLAY) return undefined
  if (work === undefined || !work.path.endsWith(`/${file}`) || !hasSolutions(root)) return undefined
  files ??= new SolutionFiles()
  await files.load(file)
  const knowledge = knowledgeOf.get(work) ?? { found: new Map<string, Found>(), spent: 0 }
  knowledgeOf.set(work, knowledge)
  const key = `${todo} ${what ?? ''} ${anyChange}`
  const start = performance.now()
  const evidence = new Evidence(files.unchanged(file), name, work, origins, what, title)
  if (!knowledge.found.has(key) && evidence.isEnough)
    knowledge.found.set(key, search(todo, file, evidence, anyChange, start + SEARCH_TIME - knowledge.spent))
  const found = knowledge.found.get(key)
  const fits = found !== undefined && limited(() => evidence.fits(found.module)) === true
  knowledge.spent += performance.now() - start
  return fits ? found.cause : undefined
}

/** A version of the work that might do what the work under test does. */
interface Candidate {
  run: () => Module
  cause: () => Cause
}

/** Returns the first change that fits the evidence. */
function search(
  todo: string,
  file: string,
  evidence: Evidence,
  anyChange: boolean,
  end: number,
): Found | undefined {
  const original = files!.source(file)!
  known ??= knownMistakes(root)
  const mistakes = known.flatMap((mistake): Candidate[] => {
    const sentence = mistake.todo === todo ? sentenceFor(mistake, evidence.what) : undefined
    return sentence === undefined
      ? []
      : [{ run: () => files!.run(file, templateOf(applyMistake(original, mistake))), cause: () => sentence }]
  })
  const template = templateOf(`import * as T from '#kit/tensor/index.ts'\n${original}`)
  const region = regionIn(template, todo)
  const edits =
    anyChange && region !== undefined
      ? editsIn(template, ...region).map((edit): Candidate => ({
          run: () => files!.run(file, template, edited(template.text, edit)),
          cause: () => edit.says(evidence.what),
        }))
      : []
  return firstFitting(mistakes, evidence, end) ?? firstFitting(edits, evidence, end)
}

/** Tries candidates in turn until one fits all results or the time is over; then returns the first that fits this one. */
function firstFitting(candidates: readonly Candidate[], evidence: Evidence, end: number): Found | undefined {
  let next = 0
  let [partly, wholly]: (Found | undefined)[] = []
  const tryUntil = (pause: number): void => {
    while (wholly === undefined && next < candidates.length && performance.now() < pause) {
      const { run, cause: causeOf } = candidates[next++]
      try {
        const module = run()
        if (!evidence.fits(module)) continue
        partly ??= { module, cause: causeOf() }
        if (evidence.fitsWholly(module)) wholly = { module, cause: causeOf() }
      } catch {
        // This change does not work.
      }
    }
  }
  while (wholly === undefined && next < candidates.length && performance.now() < end) {
    // A change that never ends is stopped, and the others go on.
    limited(() => tryUntil(performance.now() + ONE_TIME / 2))
  }
  return wholly ?? partly
}

/** Returns what a teacher says about a mistake, if the values of the sentence do not depend on the case. */
function sentenceFor({ todo, causes: [first], values, edits }: Mistake, what: string): Cause | undefined {
  if (first === undefined || edits.some(({ region }) => region !== todo && region !== 'file'))
    return undefined
  const id = first.split(' of ')[0] as CauseId
  // A pattern in the numbers says less than the mistake, and is found without it.
  if (knowledgeIn(id) < 3) return undefined
  const all = { what, ...values }
  const names = Array.from(sentences[id].matchAll(/\{(\w+)\}/g), ([, name]) => name)
  return names.every((name) => name in all) ? cause(id, all as never) : undefined
}

/** Calls of a function, or of the methods of a network, that a change must agree with. */
class Evidence {
  /** The name of the result that is to be explained. */
  readonly what: string
  readonly #calls: { call: RecordedCall; actual: Values }[]
  /** Whether enough calls have wrong results. A single one may fit by accident. */
  readonly isEnough: boolean
  readonly #result: string | undefined

  constructor(
    right: Module,
    name: string,
    work: RecordedWork,
    origins: readonly RecordedCall[],
    result: string | undefined,
    title: string,
  ) {
    this.#result = result
    draw(title)
    const random = new Random(1)
    const some = origins.slice(0, MOST_ORIGINS)
    const again = some.slice(0, MOST_VARIED).flatMap((call) => limited(() => varied(call, random)) ?? [])
    const calls = [...new Set([...some, ...again, ...rememberedCalls(name, work)])].map((call) => ({
      call,
      actual: valuesOf(call),
    }))
    const wrong: typeof calls = []
    const others: typeof calls = []
    const names = new Set<string>()
    for (const one of calls.toSorted((a, b) => sizeOf(a.actual) - sizeOf(b.actual))) {
      const values = limited(() => replay(one.call, right))
      if (values === undefined) continue
      const differs = differing(this.#compared(one.actual), values, ROUNDING, SMALL)
      ;(differs === undefined ? others : wrong).push(one)
      if (differs !== undefined) names.add(differs)
    }
    // Most changes already fail in the smallest wrong call.
    this.#calls = [...wrong, ...others]
    this.isEnough = wrong.length >= 2
    this.what = result ?? [...names].join(' and ')
  }

  /**
   * Returns whether a version of the work gives in each call what the work gave, as far as it is to be explained.
   *
   * @throws whatever that version throws
   */
  fits(module: Module): boolean {
    return this.#calls.every(
      ({ call, actual }) =>
        differing(this.#compared(actual), replay(call, module), ROUNDING, SMALL) === undefined,
    )
  }

  /** Returns whether it also gives all other results. */
  fitsWholly(module: Module): boolean {
    return this.#calls.every(
      ({ call, actual }) => differing(actual, replay(call, module), ROUNDING, SMALL) === undefined,
    )
  }

  #compared(all: Values): Values {
    const only = this.#result
    return only !== undefined && only in all ? { [only]: all[only] } : all
  }
}

/** Calls the function of a TODO with ordinary inputs. The calls are recorded. */
function draw(title: string): void {
  const subject = subjects[title]
  if (subject === undefined) return
  const more = otherWays[subject.name] ?? []
  for (const args of [subject.args, ...more])
    for (const larger of [false, true])
      limited(() => drawCall({ ...subject, args }, gradedFunction, { larger }).run())
}

const sizeOf = (values: Values): number =>
  Object.values(values).reduce((total, { length }) => total + length, 0)

const script = new Script('globalThis.$changed()')

/** Returns what a function returns, or undefined if it throws or takes too long. */
function limited<Result>(run: () => Result): Result | undefined {
  let result: Result | undefined
  Object.assign(globalThis, { $changed: () => void (result = run()) })
  try {
    script.runInThisContext({ timeout: ONE_TIME })
    return result
  } catch {
    return undefined
  }
}
