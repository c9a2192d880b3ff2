import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gradeSubmission, type Grader } from '#kit/commands/teach/grade/grade-submission.ts'
import { Workbench } from '#kit/commands/teach/grade/workbench.ts'
import { cutStubs, type SourceTree } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { withPartialMarks } from '#kit/grading/marks.ts'
import { todosOf, type GradingResult } from '#kit/grading/result.ts'
import { kitRoot } from '../commands/kit/learner.ts'
import { trivialWork, type Answer } from './trivial-work.ts'

const solutions = readSolutions(kitRoot)
const { stubs } = cutStubs(solutions)
const grader: Grader = { kit: 'test', checks: '', marks: 'whole', stubs, solutions }
const ALL = manifest.flatMap(({ todos }) => todos).reduce((sum, { points }) => sum + points, 0)

let workbench: Workbench
beforeAll(() => {
  workbench = new Workbench(1024)
})
afterAll(() => workbench.remove())

const graded = (files: SourceTree): Promise<GradingResult> =>
  gradeSubmission({ files: new Map(files), notes: [] }, grader, workbench)

test('untouched stubs earn nothing, whole or partial', async () => {
  const result = await graded(stubs)
  expect([result.points, withPartialMarks(result).points]).toEqual([0, 0])
})

test('the solutions earn everything, whole or partial', async () => {
  const result = await graded(solutions)
  expect([result.points, withPartialMarks(result).points]).toEqual([ALL, ALL])
})

test('nothing of a submission reaches the next one', async () => {
  const broken = [...solutions.keys()].map((file) => [file, 'export const broken = ('] as const)
  expect((await graded(new Map(broken))).points).toBe(0)
  expect((await graded(solutions)).points).toBe(ALL)
})

test('a mistake costs its own points once, and what builds on it earns its points with the part of the kit', async () => {
  const file = '1-fully-connected/layers.ts'
  const mistaken = solutions.get(file)!.replace('const db = sum(dout, 0)', 'const db = mul(2, sum(dout, 0))')
  const result = await graded(new Map([...solutions, [file, mistaken]]))
  const todos = todosOf(result)
  const own = todos.find(({ todo }) => todo === '1.2')!
  expect(own.state).toBe('wrong')
  expect(result.points).toBe(ALL - own.possible)
  const later = todos.filter(({ todo }) => ['1.13', '1.16', '2.10', '3.4', '4.11'].includes(todo))
  expect(later.map(({ state }) => state)).toEqual(later.map(() => 'done'))
  expect(later.find(({ todo }) => todo === '1.13')!.earnedWith).toEqual(['1.2'])
})

describe.for<Answer>(['zeros', 'first argument', 'nothing'])('functions that return %s', (answer) => {
  let result: GradingResult
  beforeAll(async () => {
    result = await graded(trivialWork(solutions, answer))
  })

  test('earn no whole points', () => {
    expect(result.complete).toBe(true)
    expect(todosOf(result).filter(({ points }) => points > 0)).toEqual([])
  })

  test('earn no partial points: what they pass is listed in proves-little.ts', () => {
    const earned = todosOf(withPartialMarks(result)).filter(({ points }) => points > 0)
    const named = earned.map(({ todo, checks }) => [
      todo,
      ...checks.filter(({ state }) => state === 'passed').map(({ name }) => name),
    ])
    expect(named).toEqual([])
  })
})
