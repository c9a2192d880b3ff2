import { cutStubs, type SourceTree } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import { withEdits, type Mistake } from '#kit/course/mistakes/mistake.ts'
import { Random } from '#kit/tensor/index.ts'

/** The learner who has done least has done this share of the TODOs. */
const LEAST_DONE = 0.35

/** The most mistakes that a learner makes. */
const MOST_MISTAKES = 5

/** What a learner of a class hands in. */
export interface ClassMember {
  name: string
  /** How many TODOs are written, in the order of the course. */
  done: number
  /** At most one for each TODO. */
  mistakes: readonly Mistake[]
  files: SourceTree
}

/**
 * Makes a class out of the solutions and known mistakes. Each learner has written the first 35 to 100 % of all TODOs, with 0
 * to 5 mistakes in them. The same seed gives the same class.
 */
export function classOf(
  size: number,
  { solutions, mistakes, seed }: { solutions: SourceTree; mistakes: readonly Mistake[]; seed: number },
): ClassMember[] {
  const random = new Random(seed)
  const ids = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))
  return Array.from({ length: size }, (_, i) => {
    const done = Math.round(ids.length * random.uniform(LEAST_DONE, 1))
    const written = ids.slice(0, done)
    const made = drawn(mistakes, written, random)
    return {
      name: `learner-${String(i + 1).padStart(2, '0')}`,
      done,
      mistakes: made,
      files: new Map([...solutions].map(([file, source]) => [file, handedIn(source, made, ids.slice(done))])),
    }
  })
}

/** Draws mistakes in TODOs that are written: a random number of them, in different TODOs. */
function drawn(mistakes: readonly Mistake[], written: readonly string[], random: Random): Mistake[] {
  const possible = mistakes.filter(({ todo, edits }) =>
    [todo, ...edits.map(({ region }) => region)].every((id) => id === 'file' || written.includes(id)),
  )
  const order = possible
    .map((mistake) => ({ mistake, at: random.uniform(0, 1) }))
    .toSorted((a, b) => a.at - b.at)
  const inTurn = order.map(({ mistake }) => mistake)
  const first = inTurn.filter(({ todo }, i) => inTurn.findIndex((other) => other.todo === todo) === i)
  return first.slice(0, Math.floor(random.uniform(0, MOST_MISTAKES + 1)))
}

/** Returns a file as a learner hands it in: with mistakes, without our marks, and with stubs for what is missing. */
function handedIn(source: string, mistakes: readonly Mistake[], missing: readonly string[]): string {
  const mistaken = mistakes.reduce((text, mistake) => {
    const isHere = source.includes(`// BEGIN SOLUTION ${mistake.todo}\n`)
    return isHere ? `import * as T from '#kit/tensor/index.ts'\n${withEdits(text, mistake)}` : text
  }, source)
  const isMarkOfWritten = (line: string): boolean => {
    const [, id] = /^ *\/\/ (?:BEGIN|END) SOLUTION (\S+)$/.exec(line) ?? []
    return id !== undefined && !missing.includes(id)
  }
  const marked = mistaken
    .split('\n')
    .filter((line) => !isMarkOfWritten(line))
    .join('\n')
  return cutStubs(new Map([['', marked]]))
    .stubs.get('')!
    .replaceAll(/(^import \* as T .*\n)\1+/gm, '$1')
}
