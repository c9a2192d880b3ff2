import { cause } from '#kit/course/causes/index.ts'
import { expectThat } from '../comparing/compare.ts'
import { copied, differing, type Values } from '../comparing/values.ts'
import { callOf, type FunctionNamed } from './calls.ts'
import { draws, type Subject } from './subjects.ts'

/** The options for which 0 is a value like any other. */
const OPTIONS = ['learningRate', 'momentum', 'decayRate', 'beta1', 'beta2', 'epsilon']

/** So small that it gives the same as 0. */
const NEXT_TO_0 = 1e-200

const isFinite = (values: Values): boolean =>
  Object.values(values).every((numbers) => Array.from(numbers).every(Number.isFinite))

/**
 * Fails unless an option that is 0 counts as 0. With `||` in place of `??` it counts as absent, and the default takes its
 * place.
 */
export function expectZerosCount(subject: Subject, functionNamed: FunctionNamed): void {
  const args = subject.args(draws())
  const position = args.findIndex(
    (argument) => argument !== null && OPTIONS.some((name) => name in Object(argument)),
  )
  if (position === -1 || subject.forward !== undefined) return
  for (const option of OPTIONS) {
    if (!(option in (args[position] as object))) continue
    const withOption = (value: number | undefined): Values => {
      const changed = copied(args) as Record<string, unknown>[]
      changed[position][option] = value
      return callOf(subject, functionNamed, changed).values()
    }
    const [zero, tiny] = [withOption(0), withOption(NEXT_TO_0)]
    delete zero[`config.${option}`]
    const isAbsent = isFinite(tiny) && differing(zero, tiny, 1e-9) !== undefined
    expectThat(
      !(isAbsent && differing(zero, withOption(undefined), 1e-9) === undefined),
      cause('options/zero-counts-as-absent', { option }),
    )
  }
}
