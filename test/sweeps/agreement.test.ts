import { afterAll, describe, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { BothWays } from '../proof/audit/agreement.ts'
import { attempt } from '../proof/audit/mutate.ts'
import { mutants, strangers } from '../proof/mistakes.ts'

// It can be run in pieces: -t "Part 4", or -t "4.2 ".

const both = new BothWays()
afterAll(() => {
  both.dismiss()
  console.log(`${both.compared} mistakes compared, ${both.alike} of them judged alike`)
})

const mistakes = Map.groupBy([...mutants, ...strangers], ({ todo }) => todo)

describe.for(manifest)('Part $number: a mistake is judged alike in both ways', ({ todos }) => {
  test.for(todos)('$id $title', { timeout: 0 }, async ({ id }) => {
    const tasks = (mistakes.get(id) ?? []).map(attempt)
    expect(await both.disagreements(tasks, ({ mutant }) => mutant.mistake)).toEqual([])
  })
})
