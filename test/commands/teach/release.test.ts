import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { ANSWERS_FOLDER } from '#kit/course/answers/index.ts'
import { cutStubs, regionOf } from '#kit/course/cut-stubs.ts'
import { filesIn } from '#kit/course/handed-out.ts'
import { manifest } from '#kit/course/manifest.ts'
import { MISTAKES_FOLDER } from '#kit/course/mistakes/index.ts'
import { readSolutions, textsIn } from '#kit/course/solutions.ts'
import { brokenLinks, pagesIn } from '../../docs/pages.ts'
import { kit, kitRoot, type Run } from '../kit/learner.ts'
import { textsInFolder } from './texts-in.ts'
import { temporaryFolder } from '../../support/folders.ts'

const parent = temporaryFolder(afterAll)

function release(name: string, ...options: string[]): { folder: string; run: Run } {
  const folder = join(parent, name)
  const run = kit(kitRoot, ['release', folder, ...options])
  if (existsSync(folder)) symlinkSync(join(kitRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return { folder, run }
}

const plain = release('plain')
const packed = join(parent, 'packed')
copyForLearner(packed, { solutions: true, release: true })
const short = release('short', '--parts', '1-3', '--name', 'CS 101')

/** Returns the lines of a text without white space that does not matter, also of a text inside a JSON string. */
const linesOf = (text: string): string[] =>
  text
    .replaceAll(String.raw`\n`, '\n')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')

const codeLines = (text: string): string[] => linesOf(text).filter((line) => !line.startsWith('//'))

const threes = (lines: readonly string[]): string[] =>
  lines.slice(2).map((line, i) => [lines[i], lines[i + 1], line].join('\n'))

/** What must not be found: a line, or three lines in a row, and what they tell. */
function secrets(): Map<string, string> {
  const solutions = readSolutions(kitRoot)
  const open = ['kit', 'checks'].flatMap((room) =>
    filesIn(join(kitRoot, room))
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(kitRoot, room, path), 'utf8')),
  )
  // Layers of the kit have some lines in common with any solution, such as the head of a loop.
  const usual = new Set([...cutStubs(solutions).stubs.values(), ...open].flatMap(codeLines))
  const ofStubs = new Set([...cutStubs(solutions).stubs.values()].flatMap((stub) => threes(codeLines(stub))))
  const found = new Map<string, string>()
  const add = (what: string, texts: readonly string[]): void => texts.forEach((text) => found.set(text, what))
  for (const { id, file } of manifest.flatMap(({ todos }) => todos)) {
    const lines = codeLines(regionOf(solutions.get(file)!, id))
    add(
      `TODO ${id}`,
      lines.filter((line) => line.length >= 20 && !usual.has(line)),
    )
    add(
      `TODO ${id}`,
      threes(lines).filter((three) => three.length >= 60 && !ofStubs.has(three)),
    )
  }
  for (const folder of [MISTAKES_FOLDER, ANSWERS_FOLDER])
    for (const [path, text] of textsIn(folder, kitRoot))
      add(
        path,
        linesOf(text).filter((line) => line.length >= 40 && !usual.has(line.replace(/^[-+] /, ''))),
      )
  return found
}

const known = secrets()

/** What anybody may read: a loss of the kit begins like another one, and the checks compute this one themselves. */
const OPEN = ['TODO 1.6 in kit/layers/softmax-loss.ts', 'TODO 1.6 in checks/support/battery/sizes.ts']

/** Returns the solutions, mistakes and answers that can be found in a folder. */
const leaksIn = (folder: string): string[] =>
  textsInFolder(folder).flatMap(({ where, text }) => {
    const lines = linesOf(text)
    const found = [...lines, ...threes(codeLines(text))].filter((each) => known.has(each))
    return found
      .map((each) => `${known.get(each)!} in ${where}: ${each}`)
      .filter((leak) => !OPEN.some((start) => leak.startsWith(start)))
  })

describe('a release', () => {
  test('has no solution, no known mistake and no answer, in any file and in any form', () => {
    expect(new Set(known.values()).size).toBeGreaterThan(67 + 20)
    expect(leaksIn(plain.folder)).toEqual([])
    const files = filesIn(plain.folder)
    expect(files.filter((path) => path.startsWith(MISTAKES_FOLDER) && path.endsWith('.txt'))).toEqual([])
    expect(files.filter((path) => path.startsWith(ANSWERS_FOLDER) && path.endsWith('.txt'))).toEqual([])
    const own = [
      'solutions',
      'test',
      'kit/solutions.pack',
      'kit/grading',
      'kit/commands/teach',
      'docs/handing-out.md',
    ]
    expect(own.filter((path) => existsSync(join(plain.folder, path)))).toEqual([])
  })

  test('has them packed if they are asked for, and then the search finds them', () => {
    const found = leaksIn(packed)
    expect(found.length).toBeGreaterThan(200)
    expect(found.filter((leak) => !leak.includes('in kit/solutions.pack > base64 > gzip'))).toEqual([])
    expect(readSolutions(packed)).toEqual(readSolutions(kitRoot))
  })

  test('is a repository with one commit, and ready for learners', () => {
    const { folder, run } = plain
    expect(run).toMatchObject({
      status: 0,
      output: expect.stringContaining('6 parts, 67 TODOs, 151 points.'),
    })
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' }).stdout.trim()
    expect(git('rev-list', '--count', 'HEAD')).toBe('1')
    expect(git('status', '--porcelain')).toBe('')
    expect(git('ls-files')).toContain('.github/workflows/check.yml')
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(readme).toMatch(/Clone this repository[^]*npm ci[^]*npx kit demo/)
    expect(readme.replaceAll(/<!--.*?-->/gs, '')).not.toMatch(/Everything is installed|kit init|solutions\//)
    expect(existsSync(join(folder, 'course.json'))).toBe(false)
  })

  test('has pages that name the solutions only if they are in it', () => {
    const about = (folder: string): string[] =>
      pagesIn(folder).filter((page) =>
        /kit solution|--lend|kit's (?:solution|answer)|answer of the kit|solutions\.pack/.test(
          readFileSync(join(folder, page), 'utf8'),
        ),
      )
    expect(about(plain.folder)).toEqual([])
    expect(about(packed)).toContain('docs/first-hour.md')
    expect(brokenLinks(plain.folder, 'docs/first-hour.md')).toEqual([])
  })

  test('says in one sentence what it lacks without the solutions', () => {
    const say = (...args: string[]) => kit(plain.folder, args)
    for (const args of [
      ['solution', '1.1', '--spoil'],
      ['check', '1.13', '--lend'],
      ['answer', '1.1'],
    ])
      expect(say(...args)).toMatchObject({
        status: 1,
        output: expect.stringMatching(/^The kit's (?:solutions|answers) are not in this folder\./),
      })
  })
})

describe('a release of some parts', () => {
  const { folder, run } = short

  test('has nothing of the others', () => {
    expect(run.output).toContain('CS 101: 3 parts, 30 TODOs, 70 points.')
    expect(run.output).toContain('To grade by the same parts and points, copy ')
    const left = manifest.filter(({ number }) => number > 3)
    const files = filesIn(folder)
    for (const { folder: part, todos } of left) {
      expect(files.filter((path) => path.startsWith(`checks/${part}/`))).toEqual([])
      expect(files.filter((path) => todos.some(({ file }) => path === `assignments/${file}`))).toEqual([])
      expect(files).not.toContain(`assignments/${part}/README.md`)
    }
    expect(files.filter((path) => /^kit\/course\/(?:hints|mistakes|answers)\/[456]-/.test(path))).toEqual([])
    expect(readdirSync(join(folder, 'kit/course/hints'))).toContain('3-dropout.ts')
  })

  test('has no link that leads nowhere', () => {
    const broken = pagesIn(folder).flatMap((page) =>
      brokenLinks(folder, page).map((link) => `${page}: ${link}`),
    )
    expect(broken).toEqual([])
    const table = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(table.match(/^\| \d {4}\|/gm)).toEqual(['| 0    |', '| 1    |', '| 2    |', '| 3    |'])
  })

  test('counts and knows only these', () => {
    expect(JSON.parse(kit(folder, ['status', '--json']).stdout)).toMatchObject({
      course: 'CS 101',
      possible: 70,
    })
    expect(kit(folder, ['hint', '3.1'])).toMatchObject({ status: 0 })
    expect(kit(folder, ['hint', '4.1']).output).toContain('There is no TODO 4.1')
    const course = join(folder, 'course.json')
    const text = readFileSync(course, 'utf8')
    writeFileSync(course, '{ "parts": [1, 2, 3], "points": { "1.1": 5 }, "dates": { "1": "2027-01-15" } }')
    const status = kit(folder, ['status', '--all']).output
    expect(status).toMatch(/^ {2}Part 1, due 15 January {2}Fully connected networks$/m)
    expect(status).toMatch(/^ {2}Part 2 {2}Normalization$/m)
    expect(status).not.toContain('Part 4')
    expect(JSON.parse(kit(folder, ['status', '--json']).stdout)).toMatchObject({ possible: 73 })
    writeFileSync(course, '{ "parts": [1, 2, 3], "points": { "4.1": 5 } }')
    expect(kit(folder, ['status'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('course.json cannot be used: it has an entry for TODO 4.1'),
    })
    writeFileSync(course, text)
  })
})

test('a course that nobody can do is refused, and so is a folder that is in use', () => {
  const refused = (...args: string[]): string => {
    const { status, output } = kit(kitRoot, ['release', join(parent, 'refused'), ...args])
    expect(status).toBe(1)
    return output
  }
  expect(refused('--parts', '2-3')).toContain('Part 2 uses code of Part 1. Hand out Part 1, too.')
  expect(refused('--parts', '1-9')).toContain('There is no Part 7. The parts are 1 to 6.')
  expect(refused('--parts', 'all')).toContain('"all" is no list of parts. Write it as 1-3, or as 1,2,4.')
  expect(refused('--name', ' ')).toContain('"name" must be a text of one line')
  expect(existsSync(join(parent, 'refused'))).toBe(false)
  expect(kit(kitRoot, ['release', plain.folder])).toMatchObject({
    status: 1,
    output: expect.stringContaining('is not empty'),
  })
})
