import { cause, type Cause } from '#kit/course/causes/index.ts'

/** One random case that was tried, and whether the answer was right. */
export interface TriedCase {
  values: object
  failed: boolean
}

/** The number of cases needed on either side of a condition; fewer prove nothing. */
const LEAST = 6

/**
 * Finds the condition on a case's sizes and settings that decides whether the answer is wrong: `stride > 1`, `H ≠ W`.
 *
 * @returns undefined if there is no such condition
 */
export function explainCases(cases: readonly TriedCase[]): Cause | undefined {
  const settings = cases.map(({ values }) => settingsOf(values))
  const names = Object.keys(settings[0] ?? {}).filter((name) => settings.every((one) => name in one))
  const wrongOnes = settings.filter((_, i) => cases[i].failed)
  const conditions = names.flatMap((name) => {
    const least = Math.min(...settings.map((one) => one[name]))
    // The number that all wrong answers have in common, if there is one.
    const only = wrongOnes[0]?.[name]
    const others = names.filter((other) => name < other && related(name, other))
    return [
      ...bothWays(`${name} = ${least}`, `${name} > ${least}`, (one) => one[name] > least),
      {
        right: `${name} ≠ ${only}`,
        wrong: `${name} = ${only}`,
        holds: (one: Settings) => one[name] === only,
      },
      ...others.flatMap((other) =>
        bothWays(`${name} = ${other}`, `${name} ≠ ${other}`, (one) => one[name] !== one[other]),
      ),
    ]
  })
  const count = (test: (one: TriedCase, i: number) => boolean): number => cases.filter(test).length
  const failures = count(({ failed }) => failed)
  for (const { right, wrong, holds } of conditions) {
    const held = count((_, i) => holds(settings[i]))
    const failedThere = count(({ failed }, i) => failed && holds(settings[i]))
    const decides = failedThere === failures && failedThere >= 0.9 * held
    if (decides && failures >= LEAST && cases.length - held >= LEAST) {
      return cause('explain/condition', { right, wrong })
    }
  }
  return undefined
}

type Settings = Record<string, number>

/** A division of cases into those with a right answer and those with a wrong one. */
interface Condition {
  right: string
  wrong: string
  /** Whether the answer should be wrong. */
  holds: (settings: Settings) => boolean
}

const bothWays = (right: string, wrong: string, holds: Condition['holds']): Condition[] => [
  { right, wrong, holds },
  { right: wrong, wrong: right, holds: (settings) => !holds(settings) },
]

/** Returns the numbers of a case, including those one level down: `{ N, stride }` of `{ batch: { N }, stride, x }`. */
const settingsOf = (values: object): Settings =>
  Object.fromEntries(
    Object.entries(values)
      .flatMap(([name, value]) => (isPlain(value) ? Object.entries(value) : [[name, value] as const]))
      .filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Returns whether two sizes are worth comparing, which is true for heights and widths and for little else. */
const related = (a: string, b: string): boolean => [a, b].every((name) => /^[hw]+$|height|width/i.test(name))
