import { cause, type Cause } from '#kit/course/causes/index.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { drawCall } from '../../battery/calls.ts'
import { subjects, type Subject } from '../../battery/subjects.ts'
import { rememberedCalls, type RecordedWork } from '../../running/recorded-calls.ts'
import { gradedFunction } from '../../running/work.ts'
import { wrongNames } from './evidence.ts'
import { limited } from './limited.ts'
import type { Module } from './solution-file.ts'

/** How many shapes are tried, and how many calls after the first one. With fewer, other mistakes could look like this. */
const [SHAPES, LATER_CALLS] = [4, 3]

/** How many examples the latest inputs had in addition to the usual ones. No call before had as many. */
let most = 10

/**
 * Returns the cause of a wrong result if it belongs to an earlier call: the first call with inputs of a new shape is
 * right, and all others are wrong.
 *
 * @param right - the solution
 * @param result - the name of the wrong result, if it is known
 */
export function belongsToFirstCall(
  todo: string,
  work: RecordedWork,
  right: Module,
  result?: string,
): Cause | undefined {
  const subject = subjects[findTodo(todo).title]
  if (subject === undefined) return undefined
  let names: string[] | undefined
  for (let shape = 0; shape < SHAPES; shape++) {
    const found = limited(() => rightOnlyAtFirst(subject, work, right)) ?? []
    names = names?.filter((name) => found.includes(name)) ?? found
    if (names.length === 0) return undefined
  }
  const name = names?.find((one) => result === undefined || one === result)
  return name === undefined ? undefined : cause('calls/keeps-first', { name })
}

/** Returns the results that are right in the first of some calls with inputs of a new shape, and wrong in all others. */
function rightOnlyAtFirst(subject: Subject, work: RecordedWork, right: Module): string[] {
  most++
  const wrong = (): string[] => {
    drawCall(subject, gradedFunction, { more: most }).run()
    return wrongNames(rememberedCalls(subject.name, work).at(-1)!, right)
  }
  const [first, second] = [wrong(), wrong()]
  let names = second.filter((name) => !first.includes(name))
  for (let call = 1; call < LATER_CALLS && names.length > 0; call++) {
    const later = wrong()
    names = names.filter((name) => later.includes(name))
  }
  return names
}
