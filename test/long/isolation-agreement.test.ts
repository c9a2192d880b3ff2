import { afterAll, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { BothWays, differences } from '../proof/audit/agreement.ts'
import { falseAlarms, trials } from '../proof/audit/alternatives.ts'
import { attempt, judge } from '../proof/audit/mutate.ts'
import { mutants, strangers } from '../proof/mistakes.ts'

// CNN_AGREEMENT=1 compares every mistake, and CNN_AGREEMENT=40 every fortieth.
const every = Number(process.env.CNN_AGREEMENT ?? 120)
const both = new BothWays()
afterAll(() => both.dismiss())

const sample = [...mutants, ...strangers].filter((_, i) => i % every === 0)

/** Enough time in milliseconds for this many mistakes, also on a slow machine. */
const timeout = 600_000 + 20_000 * sample.length

test(
  'a mistake is judged alike in the process of the checks and in one of its own',
  { timeout },
  async () => {
    const [others, causes, checks]: string[][] = [[], [], []]
    await both.run(sample.map(attempt), (comparison) => {
      const { mutant } = comparison.task
      const what = `${mutant.todo} ${mutant.mistake}`
      const [shared, isolated] = [judge(mutant, comparison.shared), judge(mutant, comparison.isolated)]
      if (shared.killed !== isolated.killed) others.push(what)
      if (shared.said !== isolated.said) causes.push(`${what}\n  ${shared.said}\n  ${isolated.said}`)
      for (const difference of differences(comparison)) checks.push(`${what}: ${difference}`)
    })
    console.log(
      `Of ${sample.length} mistakes, ${sample.length - others.length} get the same verdict and ` +
        `${sample.length - causes.length} the same first sentence. ${checks.length} single checks differ.\n` +
        [...others, ...checks, ...causes].join('\n'),
    )
    expect(others).toEqual([])
    // Which case fails is random, and some cases tell more than others.
    expect(causes.length).toBeLessThanOrEqual(Math.max(2, 0.25 * sample.length))
  },
)

test('right solutions in every style pass in both', async () => {
  const todos = manifest.flatMap((part) => part.todos.map(({ id }) => id))
  const alarms: string[] = []
  await both.run(trials(todos, 1), ({ task, shared, isolated }) => {
    for (const result of [shared, isolated])
      for (const { style, check, message } of falseAlarms(task, result))
        alarms.push(`${style} ${check}: ${message}`)
  })
  expect(alarms).toEqual([])
})
