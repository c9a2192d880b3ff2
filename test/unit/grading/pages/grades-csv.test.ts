import { expect, test } from 'vitest'
import { gradesCsv } from '#kit/grading/pages/grades-csv.ts'
import { manifest } from '#kit/course/manifest.ts'
import { failing, resultOf, wrong } from './results.ts'

/** Reads a table as RFC 4180 describes it. */
function read(csv: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

const gradesOf = (...names: string[]) =>
  read(gradesCsv(names.map((name) => ({ name, result: resultOf({}) }))).slice(1)).map(([name]) => name)

test('there is a row for each learner, with a column for each part and each TODO', () => {
  const csv = gradesCsv([
    {
      name: 'Ada, "the first"',
      result: resultOf(
        {
          '1.1': { state: 'done' },
          '1.2': { ...wrong(failing('law', 'explain/zero', { what: 'dx' })), points: 4 / 3 },
        },
        { notes: ['losses.ts is missing.', 'A second\nnote.'], complete: false },
      ),
    },
    { name: 'Zoë', identifier: '4711', result: resultOf({ '1.3': { state: 'waits' } }) },
  ])
  expect(csv.startsWith('\ufeffidentifier,name,total,out of,Part 1 Fully connected networks,')).toBe(true)
  const [head, ada, zoe, ...others] = read(csv.slice(1))
  expect(others).toEqual([])
  expect(head).toHaveLength(4 + 6 + 67 + 2)
  expect([ada.length, zoe.length]).toEqual([head.length, head.length])
  const adas = Object.fromEntries(head.map((name, i) => [name, ada[i]]))
  expect(adas).toMatchObject({
    identifier: 'Ada, "the first"',
    total: '3.33',
    'out of': '151',
    'Part 1 Fully connected networks': '3.33',
    '1.1 affineForward': '2',
    '1.2 affineBackward': '1.33',
    '1.3 reluForward': '0',
    notes: 'Grading did not finish. losses.ts is missing. A second\nnote.',
  })
  expect(adas['not done']).toMatch(/^wrong: 1\.2; not started: 1\.3, 1\.4, /)
  expect(zoe.slice(0, 2)).toEqual(['4711', 'Zoë'])
  expect(zoe.at(-2)).toMatch(/^waits: 1\.3; not started: /)
})

test('what a spreadsheet would run as a formula is harmless', () => {
  for (const name of ['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '\u200b=1', '\0-1'])
    expect(gradesOf(name)[1], name).toMatch(/^'/)
  expect(gradesOf('ada-1', "O'Neil")).toEqual(['identifier', 'ada-1', "O'Neil"])
})

test('what cannot be seen is left out, and a line break stays inside its cell', () => {
  expect(gradesOf('a\0b\u202ec', 'd\ne', 'f\r\ng')).toEqual(['identifier', 'abc', 'd\ne', 'f\ng'])
})

test('a learner whose course has fewer parts has empty cells', () => {
  const result = resultOf({})
  const short = { ...result, parts: result.parts.slice(0, 1) }
  const [head, , second] = read(
    gradesCsv([
      { name: 'all', result },
      { name: 'short', result: short },
    ]).slice(1),
  )
  expect(second[head.indexOf(`Part 2 ${manifest[1].title}`)]).toBe('')
  expect(second[head.indexOf('1.1 affineForward')]).toBe('0')
})
