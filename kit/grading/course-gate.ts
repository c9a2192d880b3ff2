import { join } from 'node:path'
import { cutStubs } from '../course/cut-stubs.ts'
import { readOrEmpty } from '../system/read-or-empty.ts'
import { manifest, type Part } from '../course/manifest.ts'
import { readSolutions } from '../course/solutions.ts'
import { progressOf, type CheckOutcome } from '../progress/progress.ts'

/**
 * Returns what is wrong with the points of a course, one sentence each: the stubs must give 0 points, and the solutions
 * all of them.
 *
 * @param stubs - what the checks say about the untouched stubs
 * @param solved - what they say about the solutions
 */
export function pointsProblems(
  stubs: readonly CheckOutcome[],
  solved: readonly CheckOutcome[],
  parts: readonly Part[] = manifest,
): string[] {
  const wanted = sum(parts.flatMap(({ todos }) => todos.map(({ points }) => points)))
  const pointsFor = (outcomes: readonly CheckOutcome[]): number =>
    sum(progressOf(outcomes, new Map(), new Set(), parts).map(({ earned }) => earned))
  const [least, most] = [pointsFor(stubs), pointsFor(solved)]
  return [
    ...(least === 0 ? [] : [`The untouched stubs would get ${least} points, but they must get 0.`]),
    ...(most === wanted ? [] : [`The solutions would get ${most} of ${wanted} points.`]),
  ]
}

/**
 * Returns what is wrong with a course without running its checks: every TODO needs a stub that says "not started", a
 * solution and checks, and the points of both must be right if every check says what it should.
 *
 * @param root - a kit with its solutions
 */
export function courseProblems(root: string, parts: readonly Part[] = manifest): string[] {
  const { stubs, todos: solved, problems } = cutStubs(readSolutions(root))
  const todos = parts.flatMap((part) => part.todos)
  const isOpen = (id: string, file: string): boolean =>
    stubs.get(file)?.includes(`throw new NotImplementedError('${id}')`) ?? false
  const isChecked = (id: string, checks: string): boolean =>
    readOrEmpty(join(root, checks)).includes(`odo('${id}'`)
  const outcomes = (state: (id: string, file: string) => CheckOutcome['state']): CheckOutcome[] =>
    todos.map(({ id, file }) => ({ todo: id, state: state(id, file) }))
  return [
    ...problems.map((problem) => `solutions/${problem}`),
    ...todos.filter(({ id }) => !solved.has(id)).map(({ id }) => `TODO ${id} has no solution.`),
    ...todos
      .filter(({ id, checks }) => !isChecked(id, checks))
      .map(({ id, checks }) => `TODO ${id} has no checks in ${checks}.`),
    ...pointsProblems(
      outcomes((id, file) => (isOpen(id, file) ? 'not started' : 'passed')),
      outcomes((id) => (solved.has(id) ? 'passed' : 'not started')),
      parts,
    ),
  ]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
