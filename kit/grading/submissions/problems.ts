import { LIMITS } from './limits.ts'
import { shown } from './names.ts'

/** What can be wrong with a file of a submission, said of one file and of several. */
const SENTENCES = {
  outside: ['has a path that leads out of the submission', 'have paths that lead out of the submission'],
  long: ['has a path that is far too long', 'have paths that are far too long'],
  link: ['is a link', 'are links'],
  special: ['is a device, a pipe or a socket', 'are devices, pipes or sockets'],
  encrypted: ['is protected with a password', 'are protected with a password'],
  compression: [
    'is compressed in a way that the grader does not know',
    'are compressed in a way that the grader does not know',
  ],
  damaged: ['is damaged', 'are damaged'],
  large: [
    `is larger than ${LIMITS.fileBytes / 2 ** 20} MB`,
    `are larger than ${LIMITS.fileBytes / 2 ** 20} MB`,
  ],
  binary: ['is not text', 'are not text'],
  invisible: ['has invisible characters in its name', 'have invisible characters in their names'],
  refused: ['cannot be read', 'cannot be read'],
} as const

/** What can be wrong with a file of a submission. */
export type Problem = keyof typeof SENTENCES

/** A file of a submission cannot be read. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(SENTENCES[problem][0], options)
    this.problem = problem
  }
}

/** Collects what is wrong with the files of a submission. It needs few sentences, however many files there are. */
export class Problems {
  readonly #found = new Map<Problem, Set<string>>()

  add(problem: Problem, path: string): void {
    const paths = this.#found.get(problem) ?? new Set()
    this.#found.set(problem, paths.add(path))
  }

  /** Returns one sentence for each kind of problem. */
  sentences(): string[] {
    return [...this.#found].map(([problem, paths]) => {
      const [one, several] = SENTENCES[problem]
      return paths.size === 1
        ? `${listed(paths)} ${one} and was left out.`
        : `${listed(paths)} ${several} and were left out.`
    })
  }
}

/** Lists names for a sentence: at most three of them, and how many more there are. */
export function listed(names: Iterable<string>): string {
  const all = [...names].map(shown)
  if (all.length === 1) return all[0]
  const first = all.length > 4 ? all.slice(0, 3) : all.slice(0, -1)
  return `${first.join(', ')} and ${all.length > 4 ? `${all.length - 3} more` : all.at(-1)!}`
}
