import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { vagueCauses, type Expected } from '#kit/course/causes/index.ts'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { mutants } from '../mistakes.ts'
import { applyMistake } from '#kit/course/mistakes/mistake.ts'
import { alternatives, countStyles, trees } from './alternatives.ts'
import { ProcessPool } from './process-pool.ts'
import { attempt, judge, root } from './mutate.ts'

const pool = new ProcessPool()
afterAll(() => pool.dismiss())

test('every mutant changes the solution that it is about, and no two are the same mistake', () => {
  for (const mutant of mutants) {
    const source = readFileSync(join(root, 'solutions', findTodo(mutant.todo).file), 'utf8')
    expect(applyMistake(source, mutant)).not.toContain(source)
  }
  const names = mutants.map(({ todo, mistake }) => `${todo} ${mistake}`)
  expect(new Set(names).size).toBe(names.length)
})

test('an explanation names the cause: it is not what every wrong answer is told', () => {
  const vague = mutants.filter(({ causes }) =>
    causes.some((cause) => (vagueCauses as readonly Expected[]).includes(cause)),
  )
  expect(vague.map(({ todo, mistake }) => `${todo} ${mistake}`)).toEqual([])
})

test('there are three right solutions of every TODO in other styles', () => {
  const few = manifest.flatMap(({ todos }) => todos.filter(({ file }) => countStyles(file) < 3))
  expect(few.map(({ id }) => id)).toEqual([])
})

test('each of them is another one: no two files have more than a few lines in common', () => {
  /** Returns the meaningful lines. Imports, exports and loops over all axes are necessarily alike. */
  const linesOf = (path: string): string[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length > 20 && !/^(import|export|for|\/\/|\*|\/\*)/.test(line))
  for (const { todos } of manifest) {
    for (const file of new Set(todos.map((todo) => todo.file))) {
      const others = [...alternatives].filter(([, files]) => files.includes(file))
      const paths = [join(root, 'solutions', file), ...others.map(([style]) => join(trees, style, file))]
      const texts = paths.map(linesOf)
      texts.forEach((text, i) => {
        for (let k = 0; k < i; k++) {
          const shared = text.filter((line) => texts[k].includes(line)).length
          expect(shared / text.length, `${paths[i]} and ${paths[k]}`).toBeLessThan(0.5)
        }
      })
    }
  }
})

// Without this, a gradient that adds up is told to keep things in the cache, and a loss to look at its labels.
const keepers = [
  '1.2 accumulates dw and db, and returns new tensors',
  '1.6 never resets the loss',
  '1.13 gradients add up over calls',
  '2.6 the deviations of the first call of each shape',
  '5.1 never resets the sum',
]
test.for(keepers)('what is kept from call to call is named before anything else: %s', async (name) => {
  const mutant = mutants.find(({ todo, mistake }) => `${todo} ${mistake}` === name)!
  expect(judge(mutant, await pool.do(attempt(mutant)))).toMatchObject({ killed: true, explained: true })
})

test('a loss that explodes in a check is blamed on the network, not on the learning rate of the check', async () => {
  const name = 'the ReLU of the first block for all'
  const mutant = mutants.find(({ mistake }) => mistake === name)!
  const result = await pool.do(attempt(mutant))
  const outcomes = 'runs' in result ? result.runs.flat() : []
  expect(outcomes.map(({ reason }) => reason?.cause)).toContain('overfitting/not-finite')
})

// A sample; `npm run grade:audit` tries everything, and `npm run test:long` all right solutions.

const sample = mutants.filter((_, i) => i % 50 === 0)
const explained: string[] = []
test.for(sample)('the checks of $todo catch: $mistake', async (mutant) => {
  const verdict = judge(mutant, await pool.do(attempt(mutant)))
  expect(verdict).toMatchObject({ killed: true })
  if (verdict.explained) explained.push(mutant.mistake)
})

// Which case fails is random, and in a few cases a mistake looks like another one.
test('nearly all of them are named in the first line of a failure', () => {
  expect(explained.length).toBeGreaterThanOrEqual(0.9 * sample.length)
})
