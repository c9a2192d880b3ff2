import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findTodo } from '#kit/grading/manifest.ts'
import { mutants } from '../mutants/index.ts'
import { applyMutant } from '../mutants/mutant.ts'
import { root, tryMutant } from './mutate.ts'

test('every mutant changes the solution that it is about, and no two are the same mistake', () => {
  for (const mutant of mutants) {
    const source = readFileSync(join(root, 'solutions', findTodo(mutant.todo).file), 'utf8')
    expect(applyMutant(source, mutant)).not.toContain(source)
  }
  const names = mutants.map(({ todo, mistake }) => `${todo} ${mistake}`)
  expect(new Set(names).size).toBe(names.length)
})

// A sample; `npm run grade:audit` tries them all.
test.for(mutants.filter((_, i) => i % 12 === 0))('the checks of $todo catch: $mistake', async (mutant) => {
  expect(await tryMutant(mutant)).toMatchObject({ killed: true, explained: true })
})
