import { cause } from '#kit/course/causes/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { expectTensor, expectThat } from '../comparing/compare.ts'
import { differing, valuesIn } from '../comparing/values.ts'
import { trainingSteps } from '../running/training-steps.ts'
import { drawCall, type FunctionNamed } from './calls.ts'
import { draws, others, type Subject } from './subjects.ts'

/** Returns the name of a result without an article, as it stands after "another" and "the same". */
export const noun = (name = ''): string => name.replace(/^the /, '')

/**
 * Fails unless every call has results of its own: they stay as they are while the function is called with other inputs
 * of the same and of other shapes, those calls give something else, and the same call gives the same again.
 */
export function expectOwnResults(subject: Subject, functionNamed: FunctionNamed): void {
  const call = drawCall(subject, functionNamed)
  const { result } = call.run()
  const before = valuesIn(result, subject.results)
  const other = drawCall(subject, functionNamed).values()
  drawCall(subject, functionNamed, { more: 1 }).run()
  // A single number, such as a width, may be the same for other inputs. And what is the same number everywhere, such as 0
  // or NaN, is not remembered.
  const repeated = Object.keys(before).find(
    (name) =>
      Array.from(before[name]).some((value) => !Object.is(value, before[name][0])) &&
      differing({ it: before[name] }, { it: other[name] }) === undefined,
  )
  expectThat(repeated === undefined, cause('calls/repeats-earlier', { name: noun(repeated) }))
  const changed = differing(before, valuesIn(result, subject.results))
  expectThat(changed === undefined, cause('calls/changes-earlier', { name: noun(changed) }))
  const another = differing(before, valuesIn(call.run().result, subject.results))
  expectThat(
    another === undefined,
    subject.forward === undefined
      ? cause('calls/not-repeatable', { name: noun(another) })
      : cause('cache/follows-latest-forward-anew', {}),
  )
}

/**
 * Fails unless all results for float32 inputs are float32, and so are the running averages: in the first step as well.
 * Only the state of an update rule may start in float64. If it is given in float32, it must stay so.
 */
export function expectFloat32(subject: Subject, functionNamed: FunctionNamed): void {
  expectFloat32Results(subject, functionNamed)
  const results = subject.results?.filter((name) => name !== 'config')
  for (const args of others[subject.name] ?? [])
    expectFloat32Results({ ...subject, args, results }, functionNamed)
}

function expectFloat32Results(subject: Subject, functionNamed: FunctionNamed): void {
  const { result, written } = drawCall(subject, functionNamed, { draw: draws('float32') }).run()
  const returned = result as Record<string, unknown>
  const results =
    result instanceof Tensor
      ? { 'the result': result }
      : Object.fromEntries((subject.results ?? []).map((name) => [name, returned[name]]))
  // A cache may hold anything, but the state of an update rule is part of the result.
  const { config } = results as { config?: object }
  for (const [what, value] of Object.entries({ ...results, ...written, ...config }))
    if (value instanceof Tensor) expectTensor(what, value, value.shape, 'float32')
}

/** The numbers that dirty the memory: more than all tensors of a call have. */
const DIRT = 2 ** 16

/**
 * Fails unless a call gives the same in training steps, which use the memory of earlier steps again.
 *
 * There, storage from `empty` holds old numbers, and a tensor of an earlier step no longer has its own.
 */
export function expectRightInSteps(subject: Subject, functionNamed: FunctionNamed): void {
  const call = drawCall(subject, functionNamed)
  const expected = call.values()
  const steps = trainingSteps()
  try {
    steps.step(() => call.run())
    steps.dirty(DIRT)
    const name = steps.step(() => differing(expected, call.values()))
    expectThat(name === undefined, cause('calls/old-memory', { name: name ?? '' }))
  } finally {
    steps.release()
  }
}
