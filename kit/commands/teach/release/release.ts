import { Command } from 'commander'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  adaptedTo,
  COURSE_FILE,
  courseProblem,
  type CourseSettings,
} from '../../../course/course-settings.ts'
import { course as courseOfKit, wholeKit } from '../../../course/manifest.ts'
import { readSolutions } from '../../../course/solutions.ts'
import { courseProblems } from '../../../grading/course-gate.ts'
import { inShell } from '../../kit/init/init.ts'
import { copyForLearner } from '../../kit/init/learner-copy.ts'
import { makeRepository } from '../../kit/init/learner-repository.ts'
import { makeFolder } from '../../kit/init/make-folder.ts'
import { lackingParts } from '../../kit/init/leave-out-parts.ts'
import { root } from '../../../system/root.ts'
import { partsIn } from './parts-in.ts'
import { UserError } from '#kit/system/user-error.ts'
import { print } from '../../../text/wrap.ts'

interface Options {
  withSolutions?: boolean
  parts?: string
  name?: string
}

/** `npx kit release`: makes what a teacher hands out. */
export const releaseCommand = new Command('release')
  .description('make the repository that you hand out to learners, without the solutions')
  .argument('<folder>', 'a new folder outside the kit')
  .option('--with-solutions', 'include the solutions and the answers, packed in one compressed file')
  .option('--parts <list>', 'hand out only these parts, such as 1-3 or 1,2,4')
  .option('--name <name>', 'the name of the course, such as "CS 101"')
  .action(async (folder: string, options: Options) => {
    const target = resolve(folder)
    const course = courseFor(options)
    refuseCourse(course)
    await makeFolder(target, () =>
      copyForLearner(target, { solutions: options.withSolutions ?? false, course, release: true }),
    )
    const problem = makeRepository(target, 'The course as it is handed out')
    print(summary(folder, course, options.withSolutions ?? false))
    if (!isDeepStrictEqual(course, courseOfKit))
      print(
        `To grade by the same parts and points, copy ${inShell(join(folder, COURSE_FILE))} into this folder.`,
      )
    if (problem !== undefined)
      print(`It is not a git repository yet (${problem}). Make it one before you push it.`)
  })

/** Returns the course to hand out: that of the kit, with what the options say instead. */
function courseFor({ parts, name }: Options): CourseSettings {
  if (parts === undefined) return { ...courseOfKit, ...(name !== undefined && { name }) }
  const chosen = partsIn(parts, wholeKit)
  const only = <Value>(entries: Readonly<Record<string, Value>> = {}): Record<string, Value> =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => chosen.includes(Number.parseInt(key))))
  const { points, dates, ...others } = courseOfKit
  return {
    ...others,
    ...(name !== undefined && { name }),
    parts: chosen,
    ...(points && { points: only(points) }),
    ...(dates && { dates: only(dates) }),
  }
}

/** @throws UserError when learners could not work on this course, or could not get all of its points */
function refuseCourse(course: CourseSettings): void {
  const problem = courseProblem(course, wholeKit)
  if (problem !== undefined) throw new UserError('command', `This course cannot be handed out: ${problem}`)
  const numbers = course.parts ?? wholeKit.map(({ number }) => number)
  const [lacking] = lackingParts(numbers, readSolutions(root))
  if (lacking !== undefined) {
    const [part, needed] = lacking
    throw new UserError('command', `Part ${part} uses code of Part ${needed}. Hand out Part ${needed}, too.`)
  }
  const parts = adaptedTo(course, wholeKit).filter(({ number }) => numbers.includes(number))
  const problems = courseProblems(root, parts)
  if (problems.length > 0)
    throw new UserError('command', `This course cannot be handed out. ${problems.join(' ')}`)
}

function summary(folder: string, course: CourseSettings, withSolutions: boolean): string {
  const parts = adaptedTo(course, wholeKit).filter(({ number }) => course.parts?.includes(number) ?? true)
  const todos = parts.flatMap((part) => part.todos)
  const points = todos.reduce((sum, todo) => sum + todo.points, 0)
  const packed = withSolutions ? 'The solutions are packed in it.' : 'The solutions are not in it.'
  const called = course.name === undefined ? '' : `${course.name}: `
  return [
    `${called}${parts.length} ${parts.length === 1 ? 'part' : 'parts'}, ${todos.length} TODOs, ${points} points.`,
    `${inShell(folder)} is ready to be pushed and to be a template for learners. ${packed}`,
  ].join('\n')
}
