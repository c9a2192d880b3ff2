import { unzipSync } from 'fflate'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { create } from 'tar'
import { expect, test } from 'vitest'
import { cutStubs, regionOf } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { kit, kitRoot } from '../commands/kit/learner.ts'
import { temporaryFolder } from '../support/folders.ts'

/** Makes the package of a platform, and returns its folder and what the command printed. */
function packageFor(platform: string, ...options: string[]) {
  const folder = temporaryFolder()
  const { status, output } = kit(kitRoot, ['autograder', platform, folder, ...options])
  expect(output).not.toMatch(/error/i)
  expect(status).toBe(0)
  return { folder, output, read: (path: string) => readFileSync(join(folder, path), 'utf8') }
}

/** Returns the names of the programs in a zip: its directory has their permissions in the upper half of a number. */
function programsIn(zip: Buffer): string[] {
  const names: string[] = []
  const signature = Buffer.from('PK\u0001\u0002')
  for (let at = zip.indexOf(signature); at !== -1; at = zip.indexOf(signature, at + 4)) {
    const isProgram = ((zip.readUInt32LE(at + 38) >>> 16) & 0o111) !== 0
    if (isProgram) names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)))
  }
  return names
}

/** Returns all texts below a folder in one, with what is compressed. */
const allTexts = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.bin'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    .map((bytes) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString())
    .join('\n')
    .replaceAll(/\s+/g, ' ')

/** Returns the lines that only a solution has: the longest of each region. */
function tellingLines(): string[] {
  const solutions = readSolutions(kitRoot)
  const stubs = [...cutStubs(solutions).stubs.values()].join('\n')
  const lines = manifest.flatMap(({ todos }) =>
    todos.map(({ id, file }) => {
      const region = regionOf(solutions.get(file)!, id).split('\n')
      const own = region.map((line) => line.trim()).filter((line) => !stubs.includes(line))
      return own.toSorted((a, b) => b.length - a.length)[0]
    }),
  )
  return lines.filter((line) => line.length > 30)
}

test('the zip for Gradescope has both scripts at its root, as programs, and the kit without tests and open solutions', () => {
  const { folder, output } = packageFor('gradescope', '--detail', 'cause', '--partial')
  expect(readdirSync(folder)).toEqual(['autograder.zip'])
  const files = unzipSync(readFileSync(join(folder, 'autograder.zip')))
  const names = Object.keys(files)
  const text = (name: string) => Buffer.from(files[name]).toString()
  expect(names).toEqual(expect.arrayContaining(['setup.sh', 'run_autograder', 'install.sh', 'grade.sh']))
  expect(text('options')).toBe('--detail cause --partial\n')
  expect(text('node-version')).toMatch(/^24\.\d+\.\d+\n$/)
  const inKit = names.filter((name) => name.startsWith('cnn-from-scratch/')).map((name) => name.split('/')[1])
  expect([...new Set(inKit)].toSorted()).toEqual([
    '.npmrc',
    'LICENSE',
    'assignments',
    'checks',
    'data',
    'kit',
    'package-lock.json',
    'package.json',
    'tsconfig.json',
    'vitest.config.cjs',
  ])
  const layers = '1-fully-connected/layers.ts'
  const solutions = readSolutions(kitRoot)
  expect(text(`cnn-from-scratch/assignments/${layers}`)).toBe(cutStubs(solutions).stubs.get(layers))
  expect(names).toContain('cnn-from-scratch/kit/solutions.pack')
  expect(names.filter((name) => /\.txt$|notes\.md$/.test(name))).toEqual([])
  expect(output).toContain('It has the solutions, packed.')
  expect(output).toContain('1. Upload autograder.zip')
  expect(programsIn(readFileSync(join(folder, 'autograder.zip')))).toEqual(
    expect.arrayContaining(['setup.sh', 'run_autograder']),
  )
})

test.each(['classroom50', 'github'])(
  'learners can read the package for %s, so it is small and shows no solution',
  async (platform) => {
    const { folder, output } = packageFor(platform)
    expect(output).toContain('Learners can read it there, so it has no solutions.')
    expect(existsSync(join(folder, 'cnn-from-scratch/kit/solutions.pack'))).toBe(false)
    const lines = tellingLines()
    expect(lines.length).toBeGreaterThan(40)
    const texts = allTexts(folder)
    expect(lines.filter((line) => texts.includes(line))).toEqual([])
    // Classroom 50 fetches no bundle that is larger than 10 MB.
    const bundle = await buffer(create({ gzip: true, cwd: folder }, ['.']))
    expect(bundle.length).toBeLessThan(10_000_000)
  },
)

test('PrairieLearn gets a question that takes every file of the assignments and names the image', () => {
  const { folder, read } = packageFor('prairielearn', '--without-solutions')
  expect(existsSync(join(folder, 'cnn-from-scratch/kit/solutions.pack'))).toBe(false)
  const info = JSON.parse(read('question/info.json')) as Record<string, unknown>
  expect(info).toMatchObject({
    uuid: expect.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/) as string,
    type: 'v3',
    gradingMethod: 'External',
    externalGradingOptions: { enabled: true, entrypoint: '/opt/grader/grade-question.sh', timeout: 600 },
  })
  const [, names] = /optional-file-names="([^"]*)"/.exec(read('question/question.html'))!
  const files = [...cutStubs(readSolutions(kitRoot)).stubs.keys()].map((path) => path.split('/').at(-1)!)
  const withTodos = manifest.flatMap(({ todos }) => todos.map(({ file }) => file.split('/').at(-1)!))
  expect(names.split(',').toSorted()).toEqual([...new Set(withTodos)].toSorted())
  expect(files).toEqual(expect.arrayContaining(names.split(',')))
})

test('Autolab gets a Makefile and a tar, and the problems have the points of the parts', () => {
  const { folder, output } = packageFor('autolab')
  expect(readdirSync(folder).toSorted()).toEqual(['Dockerfile', 'autograde-Makefile', 'autograde.tar'])
  const points = manifest.map(({ todos }) => todos.reduce((sum, todo) => sum + todo.points, 0))
  for (const [i, sum] of points.entries()) expect(output).toContain(`"Part ${i + 1}" (${sum})`)
})

test('a folder that holds anything stays as it is', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'mine.txt'), 'mine')
  const { status, output } = kit(kitRoot, ['autograder', 'github', folder])
  expect([status, output]).toEqual([
    1,
    expect.stringContaining(`${folder} is not empty. Choose a new folder`),
  ])
  expect(readdirSync(folder)).toEqual(['mine.txt'])
})

test('an unknown platform, and a folder in the kit, are answered with what is possible', () => {
  const { status, output } = kit(kitRoot, ['autograder', 'moodle', 'x'])
  expect(status).toBe(1)
  expect(output).toContain('Allowed choices are gradescope, classroom50, prairielearn, autolab, github.')
  expect(kit(kitRoot, ['autograder', 'github', join(kitRoot, 'kit')]).output).toContain(
    'Choose a folder outside the kit',
  )
})
