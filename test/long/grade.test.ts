import { unzipSync } from 'fflate'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { todosOf, type GradingResult } from '#kit/grading/result.ts'
import { temporaryFolder, writeTree } from '../support/folders.ts'
import { violationsOfSchema } from '../support/result-schema.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { kit, kitRoot, type Run } from '../commands/kit/learner.ts'

const DROPOUT = '3-dropout/dropout.ts'
const NETWORK = '1-fully-connected/fully-connected-net.ts'

/** A kit whose course is Part 3 alone, so that a run is short. TODO 3.1 has 6 points there, and all of them 12. */
const teacher = new TemporaryKit(afterAll)
teacher.write('course.json', JSON.stringify({ name: 'CS 101', parts: [3], points: { '3.1': 6 } }))
// A failure names the line of the handout that explains it.
teacher.write(
  'assignments/3-dropout/README.md',
  readFileSync(join(kitRoot, 'assignments/3-dropout/README.md'), 'utf8'),
)

const stub = teacher.read(`assignments/${DROPOUT}`)
const solved = teacher.read(`solutions/${DROPOUT}`).replaceAll(/^ *\/\/ (?:BEGIN|END) SOLUTION.*\n/gm, '')
const mistaken = solved.replace('mul(dout, cache.mask)', 'dout')

const grade = (...args: string[]): Run => kit(teacher.root, ['grade', ...args])

describe('a class', () => {
  const folder = temporaryFolder(afterAll)
  const submissions = join(folder, 'class')
  const output = join(folder, 'class-graded')
  const namesakes = ['1234567', '7654321'].map((number) => `Ada Lovelace_${number}_assignsubmission_file_`)
  const namesOfResults = ['Ada Lovelace 7654321', 'Ada Lovelace', 'empty', '李雷']
  const read = (path: string): string => readFileSync(join(output, path), 'utf8')
  const resultOf = (name: string) => JSON.parse(read(`results/${name}.json`)) as GradingResult
  const statesIn = (name: string) =>
    Object.fromEntries(todosOf(resultOf(name)).map(({ todo, state }) => [todo, state]))
  let first: Run

  beforeAll(() => {
    writeTree(submissions, {
      [`${namesakes[0]}/assignments/${DROPOUT}`]: solved,
      [`${namesakes[0]}/assignments/${NETWORK}`]: teacher.read(`solutions/${NETWORK}`),
      [`${namesakes[1]}/assignments/${DROPOUT}`]: stub,
      [`李雷/assignments/${DROPOUT}`]: mistaken,
    })
    mkdirSync(join(submissions, 'empty'))
    first = grade(submissions, '--export', 'dolos')
  })

  test('each learner has a result, a page and a row, and all of them agree', () => {
    expect(first.output).toContain('Graded 4 of 4 submissions')
    expect(first.status).toBe(0)
    const names = readdirSync(join(output, 'results')).map((name) => name.replace(/\.json$/, ''))
    expect(names.toSorted()).toEqual(namesOfResults.toSorted())
    expect(readdirSync(join(output, 'feedback')).map((name) => name.replace(/\.html$/, ''))).toEqual(names)
    const rows = read('grades.csv').split('\r\n')
    const identifierOf: Record<string, string> = {
      'Ada Lovelace': '1234567',
      'Ada Lovelace 7654321': '7654321',
    }
    for (const name of names) {
      const result = resultOf(name)
      expect(violationsOfSchema(result)).toEqual([])
      expect(result).toMatchObject({ complete: true, possible: 12, marks: 'whole' })
      const row = `${identifierOf[name] ?? name},${name.replace(/ \d+$/, '')},${result.points},12,${result.points},`
      expect(rows.filter((line) => line.startsWith(row))).toHaveLength(1)
      expect(read(`feedback/${name}.html`)).toContain(`<strong>${result.points}</strong> of 12 points`)
    }
    expect(rows).toHaveLength(names.length + 2)
    expect(read('class.html')).toContain('CS 101')
    const compared = unzipSync(readFileSync(join(output, 'dolos.zip')))
    expect(Object.keys(compared).join('\n')).toContain('李雷')
  })

  test('points follow course.json, and what builds on a part that is left out is judged by itself', () => {
    expect(resultOf('Ada Lovelace')).toMatchObject({ points: 12, notes: [] })
    expect(todosOf(resultOf('Ada Lovelace'))[2]).toMatchObject({ state: 'done', earnedWith: ['1.1'] })
    expect(resultOf('李雷').points).toBe(6)
    expect(statesIn('李雷')).toMatchObject({ '3.1': 'done', '3.2': 'wrong', '3.3': 'not started' })
  })

  test('untouched stubs and an empty folder get no points, and a note says what is missing', () => {
    const nothing = { '3.1': 'not started', '3.2': 'not started', '3.3': 'not started', '3.4': 'not started' }
    expect(resultOf('Ada Lovelace 7654321')).toMatchObject({ points: 0, notes: [`Missing: ${NETWORK}.`] })
    expect(resultOf('empty')).toMatchObject({ points: 0, notes: ['No file of the course was found.'] })
    for (const name of ['Ada Lovelace 7654321', 'empty']) expect(statesIn(name)).toEqual(nothing)
  })

  test('the second time nothing is graded again, and the pages follow the options', () => {
    const before = read('results/李雷.json')
    const sentence = todosOf(resultOf('李雷'))[1].checks.find(({ sentence: text }) => text)!.sentence!
    const said = sentence.split('.')[0].replace('Wrong answer: ', '')
    const again = (...options: string[]): Run => {
      const run = grade(submissions, ...options)
      expect(run.output).toMatch(/^Graded 0 of 4 submissions in \d+ s; 4 had not changed\.$/m)
      return run
    }
    expect(read('class.html')).not.toContain('李雷')
    expect(read('feedback/李雷.html')).toContain(said)
    expect(again('--names', '--detail', 'points', '--pass', '1').status).toBe(1)
    expect(read('class.html')).toContain('李雷')
    expect(read('feedback/李雷.html')).not.toContain(said)
    expect(again('--detail', 'cause', '--pass', '0').status).toBe(0)
    expect(read('feedback/李雷.html')).toContain(said)
    expect(read('results/李雷.json')).toBe(before)
  })

  test('who is graded again gets the same result, down to the smallest case that fails', () => {
    // Dropout without a seed draws another mask every time, and the details show its numbers.
    const differing = ['milliseconds', 'seconds', 'details']
    const verdictsOn = (name: string): unknown =>
      JSON.parse(read(`results/${name}.json`), (key, value: unknown) =>
        differing.includes(key) ? undefined : value,
      )
    const before = namesOfResults.map(verdictsOn)
    grade(submissions, '--again')
    expect(namesOfResults.map(verdictsOn)).toEqual(before)
  })

  test('nobody can know the random cases beforehand: they depend on a secret beside the results', () => {
    expect(read('.random-cases')).toMatch(/^[0-9a-f-]{36}\n$/)
  })

  test('a submission that has changed is graded again, and no other', () => {
    writeTree(submissions, { [`empty/${DROPOUT}`]: mistaken })
    const { output: said } = grade(submissions)
    expect(said).toContain('Graded 1 of 4 submissions')
    expect(said.match(/^.*of 12 points$/gm)).toEqual(['empty: 6 of 12 points'])
    expect(resultOf('empty').points).toBe(6)
  })

  test('other files in the folder for the results are left alone', () => {
    const other = join(folder, 'other')
    writeTree(other, { 'letter.txt': 'Dear Sir' })
    const { status, output: said } = grade(submissions, '--output', other)
    expect([status, said]).toEqual([1, expect.stringContaining(`${other} has other files in it.`)])
    expect(readdirSync(other)).toEqual(['letter.txt'])
  })

  test('a format needs one submission', () => {
    const { status, output: said } = grade(submissions, '--format', 'junit')
    expect([status, said]).toEqual([1, expect.stringContaining('--format needs exactly one submission, but')])
  })
})

test('one submission is written for a platform, with a share of the points, and fails if it has too few', () => {
  const submission = temporaryFolder()
  // It scales in test mode, too.
  const scaling = `if (mode === 'test') return { out: mul(x, 0.5), cache: {} }
  const mask = div(random.bernoulliMask(x.shape, keepProb, x.dtype), keepProb)
  return { out: mul(x, mask), cache: { mask } }`
  const code = stub.replace("throw new NotImplementedError('3.1')", scaling)
  writeTree(submission, { 'dropout.ts': code })
  const run = grade(submission, '--format', 'gradescope', '--partial', '--detail', 'points', '--pass', '90')
  expect(run.status).toBe(1)
  const { score, tests } = JSON.parse(run.stdout) as {
    score: number
    tests: { number: string; score: number; max_score: number; output: string }[]
  }
  const [forward] = tests
  expect(forward).toMatchObject({ number: '3.1', max_score: 6 })
  expect(forward.score).toBeGreaterThan(0)
  expect(forward.score).toBeLessThan(6)
  expect(forward.output).toMatch(/^\d of its \d+ checks fails?\. What they found is not shown here\.$/)
  expect(score).toBe(tests.reduce((sum, each) => sum + each.score, 0))
})

test('if the process of the checks ends, only the TODO whose checks ended it loses its points', () => {
  const ending = new TemporaryKit(onTestFinished)
  ending.write('course.json', JSON.stringify({ name: 'CS 101', parts: [3] }))
  ending.write('assignments/3-dropout/README.md', teacher.read('assignments/3-dropout/README.md'))
  const checks = 'checks/3-dropout/1-dropout.check.ts'
  const end = "check('ends the process', () => (process as any).reallyExit(1))"
  ending.write(checks, ending.read(checks).replace(/^laterTodo\('3\.2'.*$/m, `$&\n  ${end}`))
  const submission = temporaryFolder()
  writeTree(submission, {
    'dropout.ts': solved,
    'fully-connected-net.ts': teacher.read(`solutions/${NETWORK}`),
  })
  const results = join(temporaryFolder(), 'results')
  kit(ending.root, ['grade', submission, '--output', dirname(results)])
  const [name] = readdirSync(results)
  const todos = todosOf(JSON.parse(readFileSync(join(results, name), 'utf8')) as GradingResult)
  expect(todos.map(({ todo, state }) => [todo, state])).toEqual([
    ['3.1', 'done'],
    ['3.2', 'wrong'],
    ['3.3', 'done'],
    ['3.4', 'done'],
  ])
  expect(todos[1].checks[0].sentence).toContain('ended before the check had a result.')
})

test('a path that does not exist, and a folder without submissions, are answered in a sentence', () => {
  const folder = temporaryFolder()
  const nowhere = grade(join(folder, 'nowhere'))
  expect([nowhere.status, nowhere.output]).toEqual([
    1,
    expect.stringMatching(/^There is no .*nowhere\. Name a folder or an archive with submissions\.\n$/),
  ])
  const empty = grade(folder)
  expect([empty.status, empty.output]).toEqual([1, expect.stringMatching(/^There are no submissions in /)])
  expect(existsSync(`${folder}-graded`)).toBe(false)
})
