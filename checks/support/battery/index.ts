import type { FunctionNamed } from './calls.ts'
import { sizesOf } from './sizes.ts'
import { expectFloat32, expectOwnResults, expectRightInSteps } from './own-results.ts'
import { expectScales, expectUnshifted, hasScales } from './scales.ts'
import { subjects } from './subjects.ts'
import { expectZerosCount } from './zero-options.ts'

/**
 * Returns the checks that every graded function goes through besides those in its check file, by their names: what is
 * wrong with a call, whatever is computed in it.
 *
 * @param title - the title of the TODO
 */
export function batteryOf(title: string, functionNamed: FunctionNamed): Record<string, () => void> {
  const subject = subjects[title]
  if (!subject) return {}
  return {
    'returns its own results in every call': () => {
      expectOwnResults(subject, functionNamed)
      expectZerosCount(subject, functionNamed)
    },
    'keeps float32 as float32': () => expectFloat32(subject, functionNamed),
    'stays right in training, which reuses memory': () => expectRightInSteps(subject, functionNamed),
    // A check that calls nothing would pass before the TODO is written.
    ...(hasScales(subject, title) && {
      'stays right for very large and very small numbers': () => {
        expectScales(subject, title, functionNamed)
        expectUnshifted(subject, title, functionNamed)
      },
    }),
    ...Object.fromEntries(
      Object.entries(sizesOf(subject, title, functionNamed)).map(([size, run]) => [
        `is right for ${size}`,
        run,
      ]),
    ),
  }
}
