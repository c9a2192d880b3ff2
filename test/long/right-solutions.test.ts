import { afterAll, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { falseAlarms, trials } from '../proof/audit/alternatives.ts'
import { ProcessPool } from '../proof/audit/process-pool.ts'

const pool = new ProcessPool()
afterAll(() => pool.dismiss())

const todos = manifest.flatMap((part) => part.todos.map(({ id }) => id))
test.for(trials(todos, 2))('right solutions pass: $style, $todos', async (trial) => {
  expect(falseAlarms(trial, await pool.do(trial))).toEqual([])
})
