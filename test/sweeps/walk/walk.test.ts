import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sentences, type CauseId, type Expected } from '#kit/course/causes/index.ts'
import { hints } from '#kit/course/hints/index.ts'
import { farewells } from '#kit/progress/part-texts.ts'
import { manifest, type Part } from '#kit/course/manifest.ts'
import { readRecord } from '#kit/progress/record.ts'
import { kitRoot, Learner } from '../../commands/kit/learner.ts'
import { page } from './page.ts'
import { fill, walk, type Step } from './walk.ts'

interface Status {
  parts: { todos: { id: string; state: string }[] }[]
  next?: string
}

// Two learners share the walk to halve its time: the second starts where the first ends.
const HALF = 2
let first: Learner
let learner: Learner
beforeAll(() => {
  first = new Learner()
  learner = new Learner()
  fill(learner, manifest.slice(0, HALF))
  learner.kit('check', 'all')
})
afterAll(() => {
  first.remove()
  learner.remove()
})

test('learners walk through every TODO, with a mistake and a hint at each', async () => {
  const steps = await Promise.all([
    walked(first, manifest.slice(0, HALF)),
    walked(learner, manifest.slice(HALF)),
  ])
  expect(steps.flat().map(({ todo }) => todo)).toEqual(manifest.flatMap(({ todos }) => todos))
  writeFileSync(join(kitRoot, 'docs/learners-walk.md'), page(steps.flat()))
})

async function walked(who: Learner, parts: readonly Part[]): Promise<Step[]> {
  const steps: Step[] = []
  for await (const step of walk(who, parts)) {
    expectStep(who, step)
    steps.push(step)
  }
  return steps
}

/** Returns a pattern for the sentence of a cause, with any values. */
const sentencePattern = (expected: Expected): RegExp =>
  new RegExp(
    sentences[expected.split(' of ')[0] as CauseId]
      .split(/\{\w+\}/)
      .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[^]*?'),
  )

function expectStep(who: Learner, step: Step): void {
  const { part, todo, mutant, wrong, hint, right, status } = step
  const where = `TODO ${todo.id}, ${mutant.mistake}`
  const place = `assignments/${todo.file}:`

  expect(wrong.status, where).toBe(1)
  expect(
    mutant.causes.some((cause) => sentencePattern(cause).test(wrong.output)),
    `${where}: ${wrong.output}`,
  ).toBe(true)
  expect(wrong.output, where).toContain(`  Wrong ${place}`)
  expect(wrong.output, where).toMatch(
    new RegExp(`Next {2}${place}\\d+ {2}TODO ${todo.id.replace('.', '\\.')}, .* is not right yet`),
  )

  expect(status.wrong, where).toEqual([
    expect.stringMatching(new RegExp(`^ +✗ ${todo.id} +${todo.title} `)),
    expect.stringContaining(`  Next  ${place}`),
  ])

  const { levels, after = [] } = hints[todo.id]
  const fitting = [levels[0], ...after.map(([, text]) => text)]
  expect(hint.status, where).toBe(0)
  expect(
    fitting.some((text) => hint.output.includes(text)),
    where,
  ).toBe(true)
  expect(status.hint, where).toEqual(status.wrong)

  expect(right.status, `${where}\n${right.output}`).toBe(0)
  expect(right.output, where).not.toContain('Wrong')
  const { state, waitsFor } = readRecord(who.folder)!.todos[todo.id]
  const nextTodo = part.todos[part.todos.indexOf(todo) + 1]
  // The dropout of a network cannot be judged before its backward pass is written.
  expect(state === 'done' || waitsFor === nextTodo.id, where).toBe(true)
  const last = part.todos.at(-1) === todo
  expect(right.output.includes(farewells[part.number].split('\n')[0]), where).toBe(last)
  // After the last TODO of a part, the next part is listed.
  const lines = status.right.slice(0, -1)
  const sign = state === 'done' ? '✓' : '·'
  expect(lines.every((line) => line.trim().startsWith(sign)) && (last || lines.length === 1), where).toBe(
    true,
  )
  expect(status.right.at(-1), where).toMatch(/^ {2}(?:Next|All done)/)
}

describe('afterwards', () => {
  test('all is done, and a last look at everything says so', () => {
    const { status, output } = learner.kit('check', 'all')
    expect(output).toContain('All done: every TODO passes all of its checks.')
    expect(status).toBe(0)
    const { parts, next } = learner.json('status') as Status
    expect(parts.flatMap(({ todos }) => todos).every(({ state }) => state === 'done')).toBe(true)
    expect(parts).toHaveLength(manifest.length)
    expect(next).toBeFalsy()
  })

  test('what breaks again is said to have been done before', () => {
    const file = 'assignments/1-fully-connected/layers.ts'
    learner.write(file, learner.read(file).replace('add(matmul(rows, w), b)', 'matmul(rows, w)'))
    const { status, output } = learner.kit('check', '1.1')
    expect(status).toBe(1)
    expect(output).toContain('Broken again: TODO 1.1, affineForward')
    expect(learner.kit('status').output).toContain('broken again')
  })
})
