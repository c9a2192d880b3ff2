import { afterAll, expect, test } from 'vitest'
import { findTodo } from '#kit/course/manifest.ts'
import { withEdits } from '#kit/course/mistakes/mistake.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { readStubs } from '#kit/course/stubs.ts'
import { tellingCheck, todosOf, type TodoResult } from '#kit/grading/result.ts'
import { gradeSubmission } from '../../kit/commands/teach/grade/grade-submission.ts'
import { Workbench } from '../../kit/commands/teach/grade/workbench.ts'
import { mutants } from '../proof/mistakes.ts'
import { root } from '#kit/system/root.ts'

const solutions = readSolutions(root)
const grader = { kit: '', checks: '', marks: 'whole', stubs: readStubs(root), solutions } as const
const workbench = new Workbench(1024)
afterAll(() => workbench.remove())

/** A change of the text of a file. */
type Change = (text: string) => string

/** Makes one of the known mistakes of a TODO. */
const mistake = (todo: string, name: string): [file: string, Change] => {
  const found = mutants.find((one) => one.todo === todo && one.mistake === name)
  if (found === undefined) throw new RangeError(`TODO ${todo} has no mistake "${name}".`)
  return [findTodo(todo).file, (text) => withEdits(text, found)]
}

/** Puts other code in the place of a TODO. */
const code = (todo: string, written: string): [file: string, Change] => [
  findTodo(todo).file,
  (text) => {
    const [begin, end] = ['BEGIN', 'END'].map((word) => text.indexOf(`// ${word} SOLUTION ${todo}\n`))
    return `${text.slice(0, begin)}${written}\n${text.slice(end)}`
  },
]

/** Leaves a TODO as it was handed out. */
const open = (todo: string): [file: string, Change] => {
  const [file, change] = code(todo, `throw new NotImplementedError('${todo}')`)
  return [file, (text) => `import { NotImplementedError } from '#kit/not-implemented.ts'; ${change(text)}`]
}

/** Grades the solutions with some changes, and returns the TODOs that are not simply done, and how. */
async function graded(changes: readonly [file: string, Change][]): Promise<Record<string, string>> {
  const files = new Map(solutions)
  for (const [file, change] of changes) files.set(file, change(files.get(file)!))
  // Known mistakes may use everything of the kit's tensors.
  for (const [file] of new Map(changes))
    files.set(file, `import * as T from '#kit/tensor/index.ts'; ${files.get(file)!}`)
  const result = await gradeSubmission({ files, notes: [] }, grader, workbench)
  expect(result.complete).toBe(true)
  const lost = todosOf(result).filter(({ state }) => state !== 'done')
  expect(result.points).toBe(result.possible - lost.reduce((sum, { possible }) => sum + possible, 0))
  for (const { todo, state } of lost.filter((one) => one.state === 'wrong'))
    expect(tellingCheck(todosOf(result).find((one) => one.todo === todo)!)?.fault, state).toBeUndefined()
  return Object.fromEntries(
    todosOf(result).flatMap((one) => (verdictOf(one) === 'done' ? [] : [[one.todo, verdictOf(one)]])),
  )
}

const verdictOf = ({ state, earnedWith }: TodoResult): string =>
  earnedWith === undefined ? state : `${state} with ${earnedWith.join(', ')}`

test('what waits for a wrong TODO and is wrong by itself loses its points, and what is right keeps them', async () => {
  expect(
    await graded([
      mistake('2.1', 'averaged the squares of x itself'),
      mistake('2.2', 'divided by the deviation of the batch'),
      mistake('2.3', 'divided by gamma'),
      mistake('2.6', 'one mean and variance for the whole batch'),
      mistake('2.7', 'forgot the path through the mean'),
      mistake('4.1', 'turned the filter upside down'),
      mistake('4.2', 'always cut off a border of 1'),
      mistake('5.2', 'the mean minus x'),
      mistake('5.4', 'divided first'),
      mistake('5.12', 'the largest first'),
      mistake('5.13', 'let Infinity pass'),
      mistake('6.1', 'uses the stride for the rows only'),
      mistake('6.3', 'forgets the shortcut'),
    ]),
  ).toEqual({
    ...Object.fromEntries(
      '2.1 2.2 2.3 2.6 2.7 4.1 4.2 5.2 5.4 5.12 5.13 6.1 6.3'.split(' ').map((id) => [id, 'wrong']),
    ),
    '2.4': 'done with 2.1',
    '2.5': 'done with 2.1',
    '2.9': 'done with 2.1',
    '2.10': 'done with 2.1',
    '4.5': 'done with 2.1',
    '4.6': 'done with 2.1',
    // 5.5 is right with either sign of the centred values.
    '5.6': 'done with 5.2',
    '5.7': 'done with 5.2',
    '5.14': 'done with 5.12',
    '6.2': 'done with 6.1',
    '6.4': 'done with 6.1',
  })
})

test('a mistake that only shows when a function is called again takes nothing from the networks', async () => {
  const verdicts = await graded([
    mistake('1.2', 'accumulates db from call to call'),
    mistake('1.10', 'no bias correction of v'),
    mistake('1.16', 'regularization not in the gradient'),
  ])
  expect(verdicts).toEqual({
    '1.2': 'wrong',
    '1.10': 'wrong',
    '1.13': 'done with 1.2',
    '1.16': 'wrong',
    '2.10': 'done with 1.16',
    '3.4': 'done with 1.16',
    '4.11': 'done with 1.2',
  })
})

test('what comes last in a network is judged, however much before it is wrong or missing', async () => {
  expect(
    await graded([
      open('1.1'),
      mistake('1.14', 'ignored weightScale'),
      mistake('1.15', 'no ReLU behind the last hidden layer'),
      mistake('1.16', 'regularization not in the gradient'),
      mistake('2.8', 'gammas are random'),
      mistake('2.9', 'always in test mode'),
      mistake('2.10', 'forgets the gradient of beta'),
      mistake('3.3', 'handed on the probability to drop'),
    ]),
  ).toMatchObject({
    '1.1': 'not started',
    '1.2': 'done with 1.1',
    '1.15': 'wrong',
    '1.16': 'wrong',
    '2.8': 'wrong',
    '2.9': 'wrong',
    '2.10': 'wrong',
    '3.3': 'wrong',
    '3.4': expect.stringMatching(/^done with /),
  })
})

test('a file that cannot be loaded takes nothing from what imports it', async () => {
  const verdicts = await graded([code('1.1', 'return ((('), code('2.1', 'return [}')])
  const idsOf = (isMeant: (verdict: string) => boolean): string[] =>
    Object.keys(verdicts).filter((id) => isMeant(verdicts[id]))
  expect(idsOf((verdict) => verdict === 'wrong').join(' ')).toBe('1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 2.5')
  expect(idsOf((verdict) => verdict.startsWith('done with ')).join(' ')).toBe(
    '1.11 1.12 1.13 1.14 1.15 1.16 2.8 2.9 2.10 3.3 3.4 4.5 4.6 4.7 4.8 4.9 4.10 4.11',
  )
})

test('a TODO that never ends takes nothing from what calls it', async () => {
  const verdicts = await graded([code('1.3', 'for (;;);'), code('5.2', 'for (;;);')])
  expect(verdicts).toMatchObject({ '1.3': 'wrong', '5.2': 'wrong' })
  for (const id of ['1.4', '1.12', '1.16', '2.10', '3.4', '4.11'])
    expect(verdicts[id]).toMatch(/^done with 1\.3/)
  for (const id of ['5.4', '5.5', '5.6', '5.7']) expect(verdicts[id]).toMatch(/^done with /)
})

test('every check says the same when a submission is graded again, whatever was graded before', async () => {
  const leaky = 'value > 0 ? value : 0.01 * value'
  const changes = [
    code(
      '1.1',
      `return { out: map(add(matmul(x.reshape([x.shape[0], -1]), w), b), (value) => ${leaky}), cache: { x, w } }`,
    ),
    code('1.3', `return { out: map(x, (value) => ${leaky}), cache: { x } }`),
    code('1.4', 'return { dx: mul(dout, map(cache.x, (value) => (value > 0 ? 1 : 0.01))) }'),
    code('1.8', `return { w: map(sub(w, mul(learningRate, dw)), (value) => ${leaky}), config }`),
  ]
  const files = new Map(solutions)
  for (const [file, change] of changes) files.set(file, change(files.get(file)!))
  const order = { checks: [], todos: ['1.1', '1.3', '1.4', '1.8'] }
  const verdicts = async () => {
    const again = new Workbench(1024, 'a secret')
    const runs = [await again.run(files, order)]
    await again.run(solutions, order)
    runs.push(await again.run(files, order))
    again.remove()
    return runs.map((result) =>
      todosOf(result!).flatMap(({ checks }) =>
        checks.map(({ name, state, case: smallest }) => [name, state, smallest]),
      ),
    )
  }
  const [first, ...others] = [...(await verdicts()), ...(await verdicts())]
  expect(first.filter(([, state]) => state === 'failed').length).toBeGreaterThan(4)
  for (const other of others) expect(other).toEqual(first)
})
