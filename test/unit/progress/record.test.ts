import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { farewells } from '#kit/progress/part-texts.ts'
import { setDamagedAside } from '#kit/progress/state-file.ts'
import { partsOf } from '#kit/progress/recorded-parts.ts'
import { findTodo, manifest, type Todo } from '#kit/course/manifest.ts'
import { brokenLines, comparisonLines, finishedLines, newlyDone } from '#kit/progress/announcements.ts'
import { nextStep, progressOf, type CheckOutcome } from '#kit/progress/progress.ts'
import {
  isBrokenAgain,
  readRecord,
  recordFile,
  recordWithRun,
  writeRecord,
  type ProgressRecord,
} from '#kit/progress/record.ts'
import { UserError } from '#kit/system/user-error.ts'
import { temporaryFolder } from '../../support/folders.ts'

const root = temporaryFolder(afterAll)

const [first] = manifest
const outcomes = (state: CheckOutcome['state'], todos = first.todos): CheckOutcome[] =>
  todos.map(({ id }) => ({ todo: id, state }))
const todosOf = (list: readonly CheckOutcome[]) => progressOf(list).flatMap(({ todos }) => todos)
const failures = new Map([['1.1', { check: 'some check', explanation: 'Wrong answer: out is 0.' }]])
const news = (before: ProgressRecord | undefined, after: ProgressRecord, next?: Todo) =>
  stripVTControlCharacters(
    [...finishedLines(before, after, next), ...brokenLines(after, partsOf(after, root))].join('\n'),
  )

const done = recordWithRun(undefined, todosOf(outcomes('passed')), new Map(), '2026-01-01T00:00:00.000Z')
const broken = recordWithRun(
  done,
  todosOf([{ todo: '1.1', state: 'failed' }]),
  failures,
  '2026-02-02T00:00:00.000Z',
)

test('a record comes back as it was written, and nothing else stays in its folder', () => {
  expect(readRecord(root)).toBeUndefined()
  writeRecord(root, done)
  writeRecord(root, broken)
  expect(readRecord(root)).toEqual(JSON.parse(JSON.stringify(broken)))
  expect(readdirSync(join(root, '.kit'))).toEqual(['progress.json'])
})

test.each([
  '',
  '{',
  '[]',
  'null',
  '{"savedOn":1,"todos":{}}',
  '{"savedOn":"2026-01-01"}',
  '{"savedOn":"now","todos":{}}',
  '{"savedOn":"2026-01-01","todos":{"1.1":5}}',
  '{"savedOn":"2026-01-01","todos":{"1.1":null}}',
  '{"savedOn":"2026-01-01","todos":{"1.1":{"state":"wrong","failure":{"check":"a"}}}}',
  '{"savedOn":"2026-01-01","todos":{"1.1":{"state":"not started","waitsFor":"9.9"}}}',
])('a damaged record (%s) is an error, and is put aside', (text) => {
  mkdirSync(join(root, '.kit'), { recursive: true })
  writeFileSync(join(root, '.kit/progress.json'), text)
  expect(() => readRecord(root)).toThrow(UserError)
  expect(() => readRecord(root)).toThrow('.kit/progress.json is damaged')
  expect(setDamagedAside(root, recordFile)).toEqual([
    expect.stringMatching(
      /^\.kit\/progress\.json was damaged\. The kit has renamed it to \.kit\/progress\.json\.damaged(\.\d+)? and/,
    ),
  ])
  expect(readRecord(root)).toBeUndefined()
  expect(setDamagedAside(root, recordFile)).toEqual([])
})

test('what was done once is remembered when it breaks, and what was not run changes nothing', () => {
  expect(isBrokenAgain(done.todos['1.1'])).toBe(false)
  expect(isBrokenAgain(broken.todos['1.1'])).toBe(true)
  expect(broken.todos['1.1']).toEqual({
    state: 'wrong',
    doneOn: '2026-01-01T00:00:00.000Z',
    failure: failures.get('1.1'),
  })
  expect(broken.todos['1.2']).toEqual(done.todos['1.2'])
  expect(broken.todos['2.1']).toBeUndefined()
  const mended = recordWithRun(broken, todosOf([{ todo: '1.1', state: 'passed' }]), new Map(), '2026-03-03')
  expect(mended.todos['1.1']).toEqual({ state: 'done', doneOn: '2026-01-01T00:00:00.000Z' })
})

test('a part that is finished is news once, a TODO that broke is news until it is mended', () => {
  expect(news(undefined, done)).toContain('Part 1, Fully connected networks, is done.')
  expect(news(undefined, done, findTodo('2.1'))).toContain('Next, Part 2: normalization')
  expect(news(undefined, done, findTodo('4.1'))).toContain('Next, Part 4: convolution')
  expect(news(undefined, done)).not.toContain('Next')
  expect(news(done, done)).toBe('')
  for (const before of [done, broken]) {
    expect(news(before, broken)).toBe(
      '  Broken again: TODO 1.1, affineForward (1-fully-connected/layers.ts) was done before.',
    )
  }
  const mended = recordWithRun(broken, todosOf([{ todo: '1.1', state: 'passed' }]), new Map(), '2026-03-03')
  expect(news(broken, mended)).toBe('')
  const { finished: _finished, ...older } = broken
  expect(news(older, mended)).toBe('')
})

test('of the TODOs that break at the same time, only those are news that wait for no other', () => {
  const todos = progressOf(
    [...outcomes('failed', first.todos.slice(0, 4))],
    new Map([
      ['1.3', '1.1'],
      ['1.4', '1.1'],
    ]),
  )
  const after = recordWithRun(
    done,
    todos.flatMap((part) => part.todos),
    failures,
    '2026-02-02T00:00:00.000Z',
  )
  expect(news(done, after)).toBe(
    [
      '  Broken again: TODO 1.1, affineForward (1-fully-connected/layers.ts) was done before. 2 others wait for it.',
      '  Broken again: TODO 1.2, affineBackward (1-fully-connected/layers.ts) was done before.',
    ].join('\n'),
  )
  const open = { todo: '1.1', state: 'not started', open: '1.1' } as const
  const emptied = recordWithRun(done, todosOf([open, { ...open, todo: '1.12' }]), new Map(), '2026-02-02')
  expect(news(done, emptied)).toBe(
    '  Broken again: TODO 1.1, affineForward (1-fully-connected/layers.ts) was done before. One other waits for it.',
  )
})

test('what is done for the first time can be compared with the solution; later, nothing is said of it', () => {
  const compared = (...records: Parameters<typeof newlyDone>) =>
    stripVTControlCharacters(comparisonLines(newlyDone(...records)).join('\n'))
  const one = recordWithRun(undefined, todosOf([{ todo: '1.3', state: 'passed' }]), new Map(), '2026-01-01')
  expect(compared(undefined, one)).toBe("  Compare with the kit's solution: npx kit solution 1.3")
  expect(compared(one, one)).toBe('')
  const three = recordWithRun(
    one,
    todosOf(outcomes('passed', first.todos.slice(0, 3))),
    new Map(),
    '2026-01-02',
  )
  expect(compared(one, three)).toBe("  Compare with the kit's solution: npx kit solution 1.1 1.2")
  expect(compared(undefined, done)).toBe(
    "  Compare with the kit's solution, for instance: npx kit solution 1.1",
  )
  expect(compared(broken, done)).toBe('')
})

test('a TODO waits no longer for one that is written by now, though it was not run again', () => {
  const open = (todo: string, waitsFor: string): CheckOutcome => ({
    todo,
    state: 'not started',
    open: waitsFor,
  })
  const stubs = recordWithRun(
    undefined,
    todosOf([open('3.3', '3.3'), open('3.4', '3.3')]),
    new Map(),
    '2026-01-01',
  )
  expect(stubs.todos['3.4'].waitsFor).toBe('3.3')
  for (const outcome of [open('3.3', '3.4'), { todo: '3.3', state: 'passed' } as const]) {
    const after = recordWithRun(stubs, todosOf([outcome]), new Map(), '2026-01-02')
    expect(after.todos['3.4']).toEqual({ state: 'not started' })
    expect(nextStep(partsOf(after, root).flatMap(({ todos }) => todos))?.todo.id).toBe('3.4')
  }
  const still = recordWithRun(stubs, todosOf([open('3.3', '3.3')]), new Map(), '2026-01-02')
  expect(still.todos['3.4'].waitsFor).toBe('3.3')
})

test('every part has a farewell', () => {
  expect(Object.keys(farewells)).toEqual(manifest.map(({ number }) => String(number)))
})
