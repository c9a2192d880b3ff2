import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adaptedTo, courseProblem, readCourse } from '#kit/course/course-settings.ts'
import { wholeKit } from '#kit/course/manifest.ts'
import { temporaryFolder } from '../../support/folders.ts'

const problemOf = (content: unknown): string | undefined => courseProblem(content, wholeKit)

test('a course with everything is right, and so is one with nothing', () => {
  const dates = { '1': '2027-01-15', '2': '2028-02-29' }
  expect(
    problemOf({ name: 'CS 101', parts: [1, 2, 3], points: { '1.1': 3, '2.10': 0 }, dates }),
  ).toBeUndefined()
  expect(problemOf({})).toBeUndefined()
})

test.for<[entry: unknown, sentence: string]>([
  [[], 'it must be an object, such as { "name": "CS 101" }.'],
  [{ title: 'CS' }, 'there is no setting "title". The settings are name, parts, points, dates.'],
  [{ name: 'a\nb' }, '"name" must be a text of one line, with at most 100 characters.'],
  [{ parts: [] }, '"parts" must be a list of numbers, such as [1, 2]; the parts are 1, 2, 3, 4, 5, 6.'],
  [{ parts: [1, 7] }, '"parts" has 7, but the parts are 1, 2, 3, 4, 5, 6.'],
  [{ parts: [0] }, '"parts" has 0, but the parts are 1, 2, 3, 4, 5, 6.'],
  [{ parts: ['1'] }, '"parts" has "1", but the parts are 1, 2, 3, 4, 5, 6.'],
  [{ parts: [1, 1] }, '"parts" has 1 twice. Name each part once.'],
  [{ points: { '1.99': 1 } }, '"points" has "1.99", but there is no TODO 1.99.'],
  [{ points: { '1.1': -1 } }, '"points" gives TODO 1.1 -1, but points are whole numbers from 0 to 1000.'],
  [{ points: { '1.1': 1.5 } }, '"points" gives TODO 1.1 1.5, but points are whole numbers from 0 to 1000.'],
  [{ points: { '1.1': '3' } }, '"points" gives TODO 1.1 "3", but points are whole numbers from 0 to 1000.'],
  [{ dates: { '7': '2027-01-15' } }, '"dates" has "7", but there is no Part 7.'],
  [
    { dates: { '1': '2027-02-30' } },
    '"dates" gives Part 1 "2027-02-30", but a date is a day of the calendar, such as "2027-01-15".',
  ],
  [
    { dates: { '1': '15 January' } },
    '"dates" gives Part 1 "15 January", but a date is a day of the calendar, such as "2027-01-15".',
  ],
  [
    { parts: [1], points: { '2.1': 4 } },
    'it has an entry for TODO 2.1, but Part 2 is not in "parts". Add the part, or remove the entry.',
  ],
  [
    { parts: [1], dates: { '2': '2027-01-15' } },
    'it has an entry for Part 2, but Part 2 is not in "parts". Add the part, or remove the entry.',
  ],
])('%j is named in one sentence', ([entry, sentence]) => {
  expect(problemOf(entry)).toBe(sentence)
})

test('a file that is no JSON is named, and a folder without one has no course', () => {
  const folder = temporaryFolder()
  expect(readCourse(folder, wholeKit)).toEqual({})
  writeFileSync(join(folder, 'course.json'), '{ "parts": [1 }')
  expect(() => readCourse(folder, wholeKit)).toThrow(
    'course.json cannot be used: it is not valid JSON. Correct it, or remove the file.',
  )
})

test('the points and dates of a course replace those of the kit, and only those', () => {
  const [first, second] = adaptedTo({ points: { '1.1': 10 }, dates: { '2': '2027-01-15' } }, wholeKit)
  expect(first.todos.map(({ points }) => points)).toEqual([
    10,
    ...wholeKit[0].todos.slice(1).map(({ points }) => points),
  ])
  expect([first.due, second.due]).toEqual([undefined, '2027-01-15'])
  expect(wholeKit[0].todos[0].points).toBe(2)
})
