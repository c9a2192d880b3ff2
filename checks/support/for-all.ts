import fc from 'fast-check'
import { expect } from 'vitest'
import { CheckFailure, dependsOnInput, explanationOf, withDetails, withExplanation } from './failure.ts'
import { formatCase } from './format.ts'

/** Options of {@link forAll}. */
export interface ForAllOptions {
  /** How many random cases to try; 50 by default. */
  runs?: number
}

/**
 * That `body` holds for random cases, other ones in every run. When one fails, it is made as small and simple as it
 * can be while it still fails, and shown with a line that plays it again.
 *
 * @throws CheckFailure with the message of the smallest failing case, the case itself, and the replay line
 */
export function forAll<Case extends object>(
  cases: fc.Arbitrary<Case>,
  body: (values: Case) => void,
  { runs = 50 }: ForAllOptions = {},
): void {
  let final: unknown
  let explanation: string | undefined
  const details = fc.check(
    fc.property(cases, (values) => {
      if (final !== undefined) return
      try {
        body(values)
      } catch (error) {
        // An open TODO, or a file that does not load, is the same for every case: nothing to make smaller.
        if (!dependsOnInput(error)) final = error
        else {
          explanation ??= explanationOf(error)
          throw error
        }
      }
    }),
    // On a slow machine fewer cases rather than a check that took too long.
    { numRuns: runs, interruptAfterTimeLimit: 3000, ...replayed() },
  )
  if (final !== undefined) throw final
  if (!details.failed) return
  const error = details.errorInstance
  if (!(error instanceof CheckFailure) || details.counterexample === null) throw error
  const [smallest] = details.counterexample as [Case]
  // The smallest case has few elements, often one: if it does not show what the answer is, a larger one before it may.
  const inLarger = explanation && `In a larger case, ${explanation}`
  const explained = withExplanation(error, explanationOf(error) ?? inLarger)
  throw withDetails(
    explained,
    `  The smallest case that fails:\n${formatCase(smallest)}\n  Play it again:\n    ${replayLine(details.seed)}`,
  )
}

/** The seed in the environment variable REPLAY, which {@link forAll} prints with a failure. */
function replayed(): { seed?: number } {
  const { REPLAY } = process.env
  return REPLAY === undefined ? {} : { seed: Number(REPLAY) }
}

function replayLine(seed: number): string {
  const { currentTestName = '', testPath = '' } = expect.getState()
  const file = /checks[\\/].*$/.exec(testPath)?.[0].replaceAll('\\', '/') ?? ''
  // -t takes a regular expression; a dot stands for whatever means something to it, or to a shell.
  const pattern = currentTestName.replaceAll(/[\\^$*+?()[\]{}|"`]/g, '.')
  const command = `npx vitest run ${file} -t "${pattern}"`
  return process.platform === 'win32' ? `$env:REPLAY=${seed}; ${command}` : `REPLAY=${seed} ${command}`
}
