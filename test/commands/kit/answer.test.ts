import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { answersIn } from '#kit/course/answers/index.ts'
import { kitRoot, Learner } from './learner.ts'

const learner = new Learner()
afterAll(() => learner.remove())

const NOTES = 'assignments/3-dropout/notes.md'
const HANDOUT = 'assignments/3-dropout/README.md'
const WRITE_FIRST = `Write your own answer first, below question 3.2 in ${NOTES}:14. Then "npx kit answer 3.2" shows you the kit's.\n`
beforeEach(() => rmSync(join(learner.folder, NOTES), { force: true }))

/** Writes something below a question of the notes. */
const write = (id: string, text: string): void =>
  learner.write(
    NOTES,
    learner.read(NOTES).replace(new RegExp(`(## Question ${id}\n\n(?:>.*\n)+\n)`), `$1${text}\n`),
  )

test('the answers of the kit are packed, and all of them are there', () => {
  expect(existsSync(join(learner.folder, 'kit/course/answers/3-dropout.txt'))).toBe(false)
  expect(answersIn(learner.folder)).toEqual(answersIn(kitRoot))
})

test('the first call makes a file with all questions of the part, and says where to write', () => {
  expect(learner.kit('answer', '3.2')).toMatchObject({ status: 1, output: WRITE_FIRST })
  const notes = learner.read(NOTES)
  expect(notes.split('\n')[13]).toBe('## Question 3.2')
  expect(notes.match(/^## .*$/gm)).toEqual(['## Question 3.1', '## Question 3.2', '## Question 3.3'])
  expect(notes).toContain('\n> Train two networks with one hidden layer of 500 units on 500 images,')
  expect(learner.kit('answer', '3.2').output).toBe(WRITE_FIRST)
  expect(learner.read(NOTES)).toBe(notes)
})

test('the answer is shown once something is written below its question, and only then', () => {
  learner.kit('answer', '3.2')
  write('3.2', 'The one with dropout, I think.')
  const notes = learner.read(NOTES)
  const { status, output } = learner.kit('answer', '3.2')
  expect(status).toBe(0)
  expect(output).toMatch(
    /^Question 3\.2\n\nThe network without dropout has the higher[^]+\n\nUsual answers that are wrong:\n\n- "Dropout is bad/,
  )
  expect(learner.kit('answer', '3.1')).toMatchObject({ status: 1 })
  expect(learner.kit('answer', '3.3')).toMatchObject({ status: 1 })
  expect(learner.read(NOTES)).toBe(notes)
})

test('spaces, empty lines and the question itself are no answer', () => {
  learner.kit('answer', '3.2')
  write('3.2', '   \n\t\n> And what about this?')
  expect(learner.kit('answer', '3.2').output).toBe(WRITE_FIRST)
})

test('an editor on Windows may have written the file', () => {
  learner.kit('answer', '3.2')
  write('3.2', 'Mine.')
  learner.write(NOTES, learner.read(NOTES).replaceAll('\n', '\r\n'))
  expect(learner.kit('answer', '3.2').status).toBe(0)
  expect(learner.kit('answer', '3.1').status).toBe(1)
})

test('a new question is added at the end, and what is written stays', () => {
  const handout = learner.read(HANDOUT)
  onTestFinished(() => learner.write(HANDOUT, handout))
  learner.kit('answer', '3.1')
  write('3.3', 'Raise it')
  learner.write(NOTES, learner.read(NOTES).trimEnd())
  const notes = learner.read(NOTES)
  learner.write(HANDOUT, `${handout}\n> **Think about it: question 3.4**\n>\n> Why?\n`)
  expect(learner.kit('answer', '3.4')).toMatchObject({ status: 1, output: expect.stringContaining('3.4 in') })
  expect(learner.read(NOTES)).toBe(`${notes}\n\n## Question 3.4\n\n> Why?\n\n\n`)
})

test('what is no number of a question is answered in a sentence, and writes nothing', () => {
  const said = (name: string) => {
    const { status, output } = learner.kit('answer', name)
    expect(status).toBe(1)
    return output
  }
  expect(said('3.9')).toBe('There is no question 3.9. The questions of Part 3 are 3.1 to 3.3.\n')
  expect(said('3')).toBe('Name one question. The questions of Part 3 are 3.1 to 3.3.\n')
  for (const name of ['7.1', '0.1', 'dropoutForward', ''])
    expect(said(name)).toBe(
      `There is no question ${name}. Give the number of a "Think about it" box of a handout, as in "npx kit answer 1.1".\n`,
    )
  expect(learner.kit('answer')).toMatchObject({
    status: 1,
    output: expect.stringMatching(/missing required argument[^]*See "npx kit answer --help"/),
  })
  expect(existsSync(join(learner.folder, NOTES))).toBe(false)
})

test('in a folder without the answers it says so, and learners can still write theirs', () => {
  const pack = learner.read('kit/solutions.pack')
  onTestFinished(() => learner.write('kit/solutions.pack', pack))
  rmSync(join(learner.folder, 'kit/solutions.pack'))
  expect(learner.kit('answer', '3.2')).toMatchObject({
    status: 1,
    output:
      "The kit's answers are not in this folder. Your teacher may have removed kit/solutions.pack. You can still write " +
      `your own answer below question 3.2 in ${NOTES}:14.\n`,
  })
})

test("the notes belong to the learner's work, and to nothing else", () => {
  learner.kit('answer', '3.2')
  const git = (...args: string[]) =>
    spawnSync('git', args, { cwd: learner.folder, encoding: 'utf8' }).stdout.trim()
  expect(git('status', '--porcelain')).toBe(`?? ${NOTES}`)
  // The kit need not be a repository itself.
  const excluded = `core.excludesFile=${join(kitRoot, '.gitignore')}`
  expect(git('-c', excluded, 'check-ignore', NOTES)).toBe(NOTES)
  expect(learner.kit('reset', 'notes.md', '--yes').output).toContain('There is no file notes.md')
  expect(learner.kit('doctor').output).not.toContain('notes')
})
