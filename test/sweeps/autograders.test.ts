import { unzipSync, zipSync } from 'fflate'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cutStubs, regionOf } from '#kit/course/cut-stubs.ts'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { environmentOutsideVitest, kit, kitRoot } from '../commands/kit/learner.ts'
import { firstFreeFolder, writeTree } from '../support/folders.ts'

const folder = firstFreeFolder('autograders')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const submission = join(folder, 'submission')
const RIGHT = ['1.1', '1.3', '1.4', '3.1']
const WRONG = '1.2'
const POINTS = RIGHT.reduce((sum, id) => sum + findTodo(id).points, 0)
const possibleIn = ({ todos }: (typeof manifest)[number]): number =>
  todos.reduce((sum, todo) => sum + todo.points, 0)
const POSSIBLE = manifest.reduce((sum, part) => sum + possibleIn(part), 0)

/** What is said about the wrong TODO. */
const SENTENCE = /affineBackward[^]*Wrong answer: db has shape/

/** The files of the submission, by path below `assignments/`. */
const files = new Map<string, string>(cutStubs(readSolutions(kitRoot)).stubs)

beforeAll(() => {
  const solutions = readSolutions(kitRoot)
  for (const id of [...RIGHT, WRONG]) {
    const { file } = findTodo(id)
    const code = regionOf(solutions.get(file)!, id).replace('sum(dout, 0)', 'sum(dout, 1)')
    const line = `throw new NotImplementedError('${id}')`
    files.set(
      file,
      files.get(file)!.replace(line, () => code.trim()),
    )
  }
  writeTree(join(submission, 'assignments'), Object.fromEntries(files))
})

/** Makes the package of a platform. */
function packageFor(platform: string, name = platform): string {
  const target = join(folder, name)
  const { status, output } = kit(kitRoot, ['autograder', platform, target])
  expect([status, output]).toEqual([0, expect.stringContaining(`The package is in ${target}`)])
  return target
}

/** Runs what a platform starts, with the packages of this kit instead of installed ones. */
function start(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const [program, ...args] = command
  return spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...environmentOutsideVitest(), CNN_PACKAGES: join(kitRoot, 'node_modules'), ...env },
  })
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

test('Gradescope builds its image from the zip, and each submission gets its result', () => {
  const zip = join(packageFor('gradescope'), 'autograder.zip')
  const root = join(folder, 'autograder')
  writeTree(join(root, 'source'), unzipSync(readFileSync(zip)))
  // Gradescope copies the script out of the source, and makes it a program.
  cpSync(join(root, 'source/run_autograder'), join(root, 'run_autograder'))
  chmodSync(join(root, 'run_autograder'), 0o755)
  cpSync(submission, join(root, 'submission'), { recursive: true })
  const env = { AUTOGRADER_ROOT: root }
  expect(start(['bash', join(root, 'source/setup.sh')], root, env)).toMatchObject({ status: 0 })
  expect(start([join(root, 'run_autograder')], root, env)).toMatchObject({ status: 0 })
  const { score, tests } = json(join(root, 'results/results.json')) as {
    score: number
    tests: { number: string; score: number; max_score: number; output: string }[]
  }
  expect(score).toBe(POINTS)
  expect(tests.filter((each) => each.score === each.max_score).map(({ number }) => number)).toEqual(RIGHT)
  expect(tests.reduce((sum, { max_score: most }) => sum + most, 0)).toBe(POSSIBLE)
  expect(tests.find(({ number }) => number === WRONG)!.output).toContain('Wrong answer: db has shape')
})

test.skipIf(start(['python3', '--version'], folder).status !== 0)(
  'Classroom 50 finds a result that it accepts, whatever the submission left in its place',
  () => {
    const bundle = packageFor('classroom50')
    const checkout = join(folder, 'checkout')
    cpSync(submission, checkout, { recursive: true })
    const elsewhere = join(folder, 'elsewhere.json')
    writeFileSync(elsewhere, 'untouched')
    symlinkSync(elsewhere, join(checkout, 'result.json'))
    mkdirSync(join(checkout, 'release-body.md'))
    const env = {
      CLASSROOM: 'cs-principles',
      ASSIGNMENT: 'cnn',
      ASSIGNMENT_TYPE: 'individual',
      OWNER: 'alice',
      SUBMISSION_TAG: 'submit/2026-11-29T14-00-00Z-a1b2c3d',
      COMMIT_URL: 'https://example.org/commit/1',
      RELEASE_URL: 'https://example.org/releases/1',
      REVIEW_URL: 'https://example.org/compare/1',
    }
    const run = start(['python3', join(bundle, 'autograder.py')], checkout, env)
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
    expect(readFileSync(elsewhere, 'utf8')).toBe('untouched')
    const { tests, ...result } = json(join(checkout, 'result.json')) as {
      tests: { 'test-name': string; passed: boolean; score: number; output: string }[]
    }
    expect(result).toEqual({
      schema: 'classroom50/result/v1',
      classroom: 'cs-principles',
      assignment: 'cnn',
      assignment_type: 'individual',
      owner: 'alice',
      submission: env.SUBMISSION_TAG,
      commit: env.COMMIT_URL,
      release: env.RELEASE_URL,
      review: env.REVIEW_URL,
      datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      score: POINTS,
      'max-score': POSSIBLE,
    })
    expect(tests.filter(({ passed }) => passed).map((each) => each['test-name'].split(' ')[0])).toEqual(RIGHT)
    expect(tests.find((each) => each['test-name'].startsWith(`${WRONG} `))!.output).toContain('Wrong answer')
    const body = readFileSync(join(checkout, 'release-body.md'), 'utf8')
    expect(body).toMatch(new RegExp(`^### ${POINTS} of ${POSSIBLE} points\\n`))
    expect(body).toContain('\n| 1.2 affineBackward | wrong | 0 of 3 |\n')
    expect(body).toMatch(SENTENCE)
  },
)

test('PrairieLearn gets a share of the points', () => {
  const image = packageFor('prairielearn')
  const root = join(folder, 'grade')
  // The upload of a question has no folders.
  mkdirSync(join(root, 'student'), { recursive: true })
  for (const file of ['1-fully-connected/layers.ts', '3-dropout/dropout.ts'])
    cpSync(join(submission, 'assignments', file), join(root, 'student', file.split('/')[1]))
  expect(start(['sh', join(image, 'grade-question.sh')], root, { GRADE_ROOT: root })).toMatchObject({
    status: 0,
  })
  const result = json(join(root, 'results/results.json')) as {
    gradable: boolean
    score: number
    tests: unknown[]
  }
  expect(result.gradable).toBe(true)
  expect(result.score).toBeCloseTo(POINTS / POSSIBLE)
  expect(result.tests).toHaveLength(manifest.flatMap(({ todos }) => todos).length)
})

test('where grading cannot work, PrairieLearn takes no attempt', () => {
  const image = packageFor('prairielearn', 'broken-image')
  rmSync(join(image, 'cnn-from-scratch/kit/commands/kit.js'))
  const root = join(folder, 'broken-grade')
  cpSync(submission, join(root, 'student'), { recursive: true })
  expect(start(['sh', join(image, 'grade-question.sh')], root, { GRADE_ROOT: root })).toMatchObject({
    status: 0,
  })
  expect(json(join(root, 'results/results.json'))).toEqual({
    gradable: false,
    format_errors: ['Grading did not work. Please tell your teacher.'],
  })
})

test.skipIf(start(['make', '--version'], folder).status !== 0)(
  'Autolab reads the points in the last line',
  () => {
    const lab = packageFor('autolab')
    const instance = join(folder, 'instance')
    mkdirSync(instance)
    cpSync(join(lab, 'autograde.tar'), join(instance, 'autograde.tar'))
    cpSync(join(lab, 'autograde-Makefile'), join(instance, 'Makefile'))
    const handin = [...files].map(
      ([path, text]) => [`my work/assignments/${path}`, Buffer.from(text)] as const,
    )
    writeFileSync(join(instance, 'handin.zip'), zipSync(Object.fromEntries(handin)))
    const { stdout, status } = start(['make'], instance)
    expect(status).toBe(0)
    expect(stdout).toMatch(SENTENCE)
    const { scores } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { scores: Record<string, number> }
    const earned = manifest.map(({ number, todos }) => {
      const right = todos.filter(({ id }) => RIGHT.includes(id))
      return [`Part ${number}`, right.reduce((sum, { points }) => sum + points, 0)]
    })
    expect(scores).toEqual(Object.fromEntries(earned))
  },
)

test('GitHub Actions shows the points in the summary of the job', () => {
  const action = packageFor('github')
  const summary = join(folder, 'summary.md')
  writeFileSync(summary, 'of an earlier step\n')
  const env = { GITHUB_WORKSPACE: submission, GITHUB_STEP_SUMMARY: summary }
  expect(start(['sh', join(action, 'grade-push.sh')], submission, env)).toMatchObject({ status: 0 })
  const text = readFileSync(summary, 'utf8')
  expect(text).toMatch(new RegExp(`^of an earlier step\\n## ${POINTS} of ${POSSIBLE} points\\n`))
  expect(text).toMatch(SENTENCE)
})
