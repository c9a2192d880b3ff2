import { afterAll, expect, test } from 'vitest'
import { gradeSubmission, type Grader } from '#kit/commands/teach/grade/grade-submission.ts'
import { Workbench } from '#kit/commands/teach/grade/workbench.ts'
import { cutStubs } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { todosOf } from '#kit/grading/result.ts'
import { kitRoot } from '../../commands/kit/learner.ts'
import { mutants } from '../../proof/mistakes.ts'
import { classOf } from './class-of.ts'

const solutions = readSolutions(kitRoot)
const grader: Grader = {
  kit: 'test',
  checks: '',
  marks: 'whole',
  stubs: cutStubs(solutions).stubs,
  solutions,
}
const workbench = new Workbench(1024)
afterAll(() => workbench.remove())

const ids = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))

// One process grades them all. So this also shows that nothing of one learner reaches the next.
test.for(classOf(6, { solutions, mistakes: mutants, seed: 24 }))(
  '$name loses the points of mistakes and of what is missing, and hardly more',
  async ({ done, mistakes, files }) => {
    const todos = todosOf(await gradeSubmission({ files: new Map(files), notes: [] }, grader, workbench))
    const mistaken = mistakes.map(({ todo }) => todo)
    const inState = (state: string) => todos.filter((todo) => todo.state === state).map(({ todo }) => todo)
    expect(inState('wrong').filter((id) => !mistaken.includes(id))).toEqual([])
    expect(inState('done').filter((id) => mistaken.includes(id))).toEqual([])
    expect(inState('not started')).toEqual(ids.slice(done))
    expect(inState('waits').length).toBeLessThanOrEqual(3 * mistaken.length)
  },
)
