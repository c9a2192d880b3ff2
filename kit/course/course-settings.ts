import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Part } from './part.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The file in which a teacher adapts the course, at the root of the kit and of a learner's folder. */
export const COURSE_FILE = 'course.json'

/** What a teacher may choose. Whatever is missing is as in the kit. */
export interface CourseSettings {
  /** The name of the course: "CS 101". */
  name?: string
  /** The numbers of the parts that belong to it. */
  parts?: readonly number[]
  /** Points by TODO. */
  points?: Readonly<Record<string, number>>
  /** The last day of each part, as "2027-01-15", by the number of the part. */
  dates?: Readonly<Record<string, string>>
}

const MOST_POINTS = 1000

/**
 * Reads the file {@link COURSE_FILE}. Without one, nothing is chosen.
 *
 * @param all - every part of the kit
 * @throws UserError that names the first entry that is wrong, and says what is allowed
 */
export function readCourse(root: string, all: readonly Part[]): CourseSettings {
  const path = join(root, COURSE_FILE)
  if (!existsSync(path)) return {}
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw damaged('it is not valid JSON. Correct it, or remove the file.')
  }
  const problem = courseProblem(content, all)
  if (problem !== undefined) throw damaged(problem)
  return content as CourseSettings
}

const damaged = (problem: string): UserError =>
  new UserError('damaged', `${COURSE_FILE} cannot be used: ${problem}`)

/** Returns a sentence about the first entry that is wrong, without a capital letter, or undefined if all are right. */
export function courseProblem(content: unknown, all: readonly Part[]): string | undefined {
  if (!isObject(content)) return 'it must be an object, such as { "name": "CS 101" }.'
  const unknown = Object.keys(content).find((key) => !(key in problemsOf))
  if (unknown !== undefined)
    return `there is no setting "${unknown}". The settings are ${Object.keys(problemsOf).join(', ')}.`
  for (const [key, problemOf] of Object.entries(problemsOf)) {
    const problem = content[key] === undefined ? undefined : problemOf(content[key], all)
    if (problem !== undefined) return problem
  }
  const { parts, points = {}, dates = {} } = content as CourseSettings
  if (parts === undefined) return undefined
  const stray = [...Object.keys(points), ...Object.keys(dates)].find(
    (key) => !parts.includes(Number.parseInt(key)),
  )
  if (stray === undefined) return undefined
  const [part] = stray.split('.')
  return `it has an entry for ${part === stray ? `Part ${part}` : `TODO ${stray}`}, but Part ${part} is not in "parts". Add the part, or remove the entry.`
}

type ProblemOf = (value: unknown, all: readonly Part[]) => string | undefined

const problemsOf: Readonly<Record<keyof CourseSettings, ProblemOf>> = {
  name: (name) =>
    typeof name === 'string' && name.trim() !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)
      ? undefined
      : '"name" must be a text of one line, with at most 100 characters.',

  parts(parts, all) {
    const numbers = all.map(({ number }) => number)
    const known = `the parts are ${numbers.join(', ')}`
    if (!Array.isArray(parts) || parts.length === 0)
      return `"parts" must be a list of numbers, such as [1, 2]; ${known}.`
    const unknown = parts.find((part) => !numbers.includes(part as number)) as unknown
    if (unknown !== undefined) return `"parts" has ${JSON.stringify(unknown)}, but ${known}.`
    const twice = parts.find((part, i) => parts.indexOf(part) < i) as unknown
    return twice === undefined ? undefined : `"parts" has ${String(twice)} twice. Name each part once.`
  },

  points(points, all) {
    if (!isObject(points)) return '"points" must be an object, such as { "1.1": 3 }.'
    const ids = all.flatMap(({ todos }) => todos.map(({ id }) => id))
    for (const [id, value] of Object.entries(points)) {
      if (!ids.includes(id)) return `"points" has "${id}", but there is no TODO ${id}.`
      if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > MOST_POINTS)
        return `"points" gives TODO ${id} ${JSON.stringify(value)}, but points are whole numbers from 0 to ${MOST_POINTS}.`
    }
    return undefined
  },

  dates(dates, all) {
    if (!isObject(dates)) return '"dates" must be an object, such as { "1": "2027-01-15" }.'
    for (const [part, value] of Object.entries(dates)) {
      if (!all.some(({ number }) => `${number}` === part))
        return `"dates" has "${part}", but there is no Part ${part}.`
      if (!isDay(value))
        return `"dates" gives Part ${part} ${JSON.stringify(value)}, but a date is a day of the calendar, such as "2027-01-15".`
    }
    return undefined
  },
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns whether a value is a day that exists: JavaScript turns 30 February into 2 March. */
const isDay = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

/** Returns the parts with the points and dates of a course. */
export const adaptedTo = (
  { points = {}, dates = {} }: CourseSettings,
  all: readonly Part[],
): readonly Part[] =>
  all.map((part) => ({
    ...part,
    ...(dates[part.number] !== undefined && { due: dates[part.number] }),
    todos: part.todos.map((todo) => ({ ...todo, points: points[todo.id] ?? todo.points })),
  }))
