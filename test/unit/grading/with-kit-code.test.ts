import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { cutStubs } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { withKitCode } from '#kit/grading/with-kit-code.ts'

const solutions = readSolutions(fileURLToPath(new URL('../../..', import.meta.url)))
const { stubs } = cutStubs(solutions)
const todos = manifest.flatMap((part) => part.todos)
const throwOf = (id: string): string => `throw new NotImplementedError('${id}')`
const withoutSpace = (text: string): string => text.replaceAll(/\s+|;/g, '')
const codeOf = (id: string, file: string): string =>
  withoutSpace(
    new RegExp(
      `BEGIN SOLUTION ${id.replace('.', '\\.')}\\n(.*)// END SOLUTION ${id.replace('.', '\\.')}\\n`,
      's',
    ).exec(solutions.get(file)!)![1],
  )

test('a file in which nothing is kept becomes the file of the kit', () => {
  const changed = withKitCode(stubs, solutions, { replaced: ['1.1'], kept: ['1.13'] })
  const file = '1-fully-connected/layers.ts'
  expect(changed.get(file)).toBe(solutions.get(file))
  expect(changed.get('3-dropout/dropout.ts')).toBe(stubs.get('3-dropout/dropout.ts'))
})

test.for(todos.map(({ id, file }) => ({ id, file })))(
  'TODO $id alone is replaced in a file',
  ({ id, file }) => {
    const others = todos.filter((todo) => todo.file === file && todo.id !== id).map((todo) => todo.id)
    const text = withKitCode(stubs, solutions, { replaced: [id], kept: others }).get(file)!
    expect(withoutSpace(text)).toContain(codeOf(id, file))
    expect(text).not.toContain(throwOf(id))
    for (const other of others) expect(text).toContain(throwOf(other))
  },
)

const batchnorm = '2-normalization/batchnorm.ts'

test('without its comment, a TODO is found by the name of its function', () => {
  const own = stubs.get(batchnorm)!.replace(/^ *\/\/ TODO 2\.3.*\n(?: *\/\/.*\n)*/m, '')
  const changed = withKitCode(new Map([[batchnorm, own]]), solutions, { replaced: ['2.3'], kept: ['2.4'] })
  expect(withoutSpace(changed.get(batchnorm)!)).toContain(codeOf('2.3', batchnorm))
  expect(changed.get(batchnorm)).toContain(throwOf('2.4'))
})

test('a function stays if its comments are gone and it also holds what is kept', () => {
  const own = stubs.get(batchnorm)!.replaceAll(/^ *\/\/.*\n/gm, '')
  const changed = withKitCode(new Map([[batchnorm, own]]), solutions, { replaced: ['2.1'], kept: ['2.2'] })
  expect(changed.get(batchnorm)).toBe(own)
})

test('imports that the code of the kit needs are added', () => {
  const own = stubs.get(batchnorm)!.replace(/^import \{[^}]*\} from '#kit\/tensor\/index\.ts'\n/m, '')
  const text = withKitCode(new Map([[batchnorm, own]]), solutions, { replaced: ['2.1'], kept: ['2.4'] }).get(
    batchnorm,
  )
  expect(text).toContain("import { mean } from '#kit/tensor/index.ts'")
})

test('code that is nested too deeply to be read stays as it is', () => {
  const own = `${'('.repeat(100_000)}1${')'.repeat(100_000)}`
  const changed = withKitCode(new Map([[batchnorm, own]]), solutions, { replaced: ['2.1'], kept: ['2.4'] })
  expect(changed.get(batchnorm)).toBe(own)
})

test('a file that takes ages to parse stays as it is, and is not tried twice', () => {
  const bomb = `export const later = () => ${'async(a='.repeat(60)}1${')'.repeat(60)}`
  const files = new Map([[batchnorm, `${stubs.get(batchnorm)}\n${bomb}\n`]])
  const exchange = { replaced: ['2.1'], kept: ['2.2'] }
  expect(withKitCode(files, solutions, exchange)).toEqual(files)
  const began = performance.now()
  expect(withKitCode(files, solutions, exchange)).toEqual(files)
  expect(performance.now() - began).toBeLessThan(1000)
})
