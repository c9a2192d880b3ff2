import { expect, test } from 'vitest'
import { sentences } from '#kit/course/causes/index.ts'
import { withSecondRun } from '#kit/grading/marks.ts'
import {
  FORMAT,
  todosOf,
  type CheckResult,
  type GradingResult,
  type TodoResult,
} from '#kit/grading/result.ts'

/** A result with two TODOs, of which the first is wrong. */
function resultWith(second: Partial<TodoResult>): GradingResult {
  const todo = (id: string): TodoResult => ({
    todo: id,
    title: id,
    state: 'wrong',
    points: 0,
    possible: 2,
    checks: [],
  })
  const todos = [todo('1.1'), { ...todo('1.2'), ...second }]
  return {
    format: FORMAT,
    kit: '1',
    checks: '',
    submission: '',
    isolation: '',
    complete: true,
    marks: 'whole',
    seconds: 1,
    notes: [],
    points: 0,
    possible: 4,
    parts: [{ part: 1, title: '', points: 0, possible: 4, todos }],
  }
}

const judgedAgain = new Map([['1.2', '1.1']])

test("nothing that a submission can put into words leaves a run with the kit's own code", () => {
  const failed: CheckResult = {
    name: 'is right',
    state: 'failed',
    kind: 'Crashed',
    cause: 'crash/other',
    what: 'the solution',
    case: 'x = the solution',
    sentence: 'Crashed: it threw Error: the solution',
    details: 'at the solution',
    milliseconds: 1234,
  }
  const open: CheckResult = { name: 'is right', state: 'not started', open: '1.1', milliseconds: 1 }
  const first = resultWith({ state: 'not started', waitsFor: '1.1', checks: [open] })
  const second = resultWith({ telling: 'is right', checks: [failed] })
  const result = withSecondRun(first, second, judgedAgain)
  const [, judged] = todosOf(result)
  expect(judged.state).toBe('wrong')
  expect(judged.checks).toEqual([
    {
      name: 'is right',
      state: 'failed',
      kind: 'Crashed',
      cause: 'crash/other',
      sentence:
        "Crashed: It is also wrong when the kit's own code takes the place of TODO 1.1. You see more once that one is right.",
      milliseconds: 1,
    },
  ])
  expect(JSON.stringify(result)).not.toContain('the solution')
})

test("a known mistake of a TODO is named in a run with the kit's own code", () => {
  const cause = 'affineForward/first-bias'
  const failed: CheckResult = { name: 'is right', state: 'failed', cause, milliseconds: 1 }
  const result = withSecondRun(
    resultWith({ state: 'waits', waitsFor: '1.1' }),
    resultWith({ checks: [failed] }),
    judgedAgain,
  )
  expect(todosOf(result)[1].checks[0].sentence).toMatch(sentences[cause])
})

test('a TODO that was wrong before keeps what was said about its own code', () => {
  const failed = (sentence: string): CheckResult => ({
    name: 'a',
    state: 'failed',
    sentence,
    milliseconds: 1,
  })
  const result = withSecondRun(
    resultWith({ checks: [failed('own')] }),
    resultWith({ checks: [failed('other')] }),
    judgedAgain,
  )
  expect(todosOf(result)[1].checks[0].sentence).toBe('own')
})

test('a TODO that is right in the second run has earned its points', () => {
  const result = withSecondRun(
    resultWith({ state: 'waits', waitsFor: '1.1' }),
    resultWith({ state: 'done', points: 2 }),
    judgedAgain,
  )
  expect(result.points).toBe(2)
  expect(todosOf(result)[1].earnedWith).toEqual(['1.1'])
})
