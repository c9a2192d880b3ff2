import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { run as runNode } from '../kit/learner.ts'
import { temporaryFolder, writeTree } from '../../support/folders.ts'

const command = fileURLToPath(new URL('../../../kit/commands/authors/stubs.ts', import.meta.url))

const solution = (body: string, number = '1.1') =>
  `export function f(): number {\n  // TODO ${number}: a number.\n  // BEGIN SOLUTION ${number}\n  return ${body}\n  // END SOLUTION ${number}\n}\n`

const stub = (number = '1.1') =>
  `import { NotImplementedError } from '#kit/not-implemented.ts'\n\nexport function f(): number {\n  // TODO ${number}: a number.\n  throw new NotImplementedError('${number}')\n}\n`

const attempt = stub().replace("throw new NotImplementedError('1.1')", 'return 41')

let folder: string

beforeEach(() => {
  folder = temporaryFolder()
  write('solutions/part/a.ts', solution('1'))
  write('solutions/part/plain.ts', 'export const plain = 1\n')
  write('solutions/tsconfig.json', '{}\n')
})

function write(file: string, text: string): void {
  writeTree(folder, { [file]: text })
}

const read = (file: string) => readFileSync(join(folder, file), 'utf8')

const files = () =>
  readdirSync(join(folder, 'assignments'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'assignments').length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()

function run(...options: string[]): { status: number | null; output: string } {
  const { status, output } = runNode([command, ...options], folder)
  return { status, output }
}

/** Returns the text of every file in the temporary assignments folder, by its path. */
const snapshot = () => Object.fromEntries(files().map((file) => [file, read(`assignments/${file}`)]))

describe('npm run stubs', () => {
  test('writes every stub and the record, and nothing else', () => {
    expect(run().status).toBe(0)
    expect(files()).toEqual(['.stubs.json', 'part/a.ts', 'part/plain.ts'])
    expect(read('assignments/part/a.ts')).toBe(stub())
    expect(read('assignments/part/plain.ts')).toBe('export const plain = 1\n')
    expect(JSON.parse(read('assignments/.stubs.json'))).toEqual({
      'part/a.ts': createHash('sha256').update(stub()).digest('hex'),
      'part/plain.ts': createHash('sha256').update('export const plain = 1\n').digest('hex'),
    })
  })

  test('writes nothing the second time', () => {
    run()
    const before = snapshot()
    expect(run()).toEqual({ status: 0, output: '0 of 2 stubs written.\n' })
    expect(snapshot()).toEqual(before)
  })

  test('follows a solution that changes', () => {
    run()
    write('solutions/part/a.ts', solution('1', '1.2'))
    expect(run().status).toBe(0)
    expect(read('assignments/part/a.ts')).toBe(stub('1.2'))
  })

  test('removes the unchanged stub of a solution that is gone, and no file of the learner', () => {
    run()
    write('assignments/part/mine.ts', 'export const mine = 1\n')
    write('assignments/part/README.md', 'Read me.\n')
    rmSync(join(folder, 'solutions/part/a.ts'))
    expect(run().status).toBe(0)
    expect(files()).toEqual(['.stubs.json', 'part/README.md', 'part/mine.ts', 'part/plain.ts'])
    expect(run()).toEqual({ status: 0, output: '0 of 1 stubs written.\n' })
  })

  test('writes nothing while a region is wrong, and names every place', () => {
    run()
    const before = snapshot()
    write('solutions/part/a.ts', solution('2', '1.2').replace('END SOLUTION 1.2', 'END SOLUTION 1.3'))
    write('solutions/part/b.ts', '// BEGIN SOLUTION one\n')
    const { status, output } = run()
    expect(status).toBe(1)
    expect(output).toContain('solutions/part/a.ts:5: END SOLUTION 1.3 ends region 1.2')
    expect(output).toContain('solutions/part/b.ts:1: write the marker')
    expect(snapshot()).toEqual(before)
  })

  test('says in a sentence that there are no solutions, or that the record is damaged', () => {
    write('assignments/.stubs.json', '<<<<<<< HEAD\n')
    expect(run()).toMatchObject({ status: 1, output: expect.stringContaining('is not valid JSON') })
    rmSync(join(folder, 'solutions'), { recursive: true })
    expect(run()).toMatchObject({
      status: 1,
      output: expect.stringContaining('The stubs could not be updated'),
    })
  })

  test('takes Windows line endings for what they are', () => {
    write('solutions/part/a.ts', solution('1').replaceAll('\n', '\r\n'))
    run()
    expect(read('assignments/part/a.ts')).toBe(stub())
    write('assignments/part/a.ts', stub().replaceAll('\n', '\r\n'))
    expect(run('--check').status).toBe(0)
    write('solutions/part/a.ts', solution('1', '1.2'))
    expect(run().status).toBe(0)
    expect(read('assignments/part/a.ts')).toBe(stub('1.2'))
  })
})

describe('a stub that a learner has changed', () => {
  beforeEach(() => {
    run()
    write('assignments/part/a.ts', attempt)
  })

  test('is kept, and that is fine while its stub is still the same', () => {
    const { status, output } = run()
    expect(status).toBe(0)
    expect(output).toContain('kept     assignments/part/a.ts, which you have changed\n')
    expect(read('assignments/part/a.ts')).toBe(attempt)
  })

  test('is kept when its stub is a new one, run after run, while the others are written', () => {
    write('solutions/part/a.ts', solution('1', '1.2'))
    write('solutions/part/plain.ts', 'export const plain = 2\n')
    for (const _ of ['first', 'second']) {
      const { status, output } = run()
      expect(status).toBe(1)
      expect(output).toContain(
        'assignments/part/a.ts, which you have changed, although there is a new stub\n',
      )
      expect(read('assignments/part/a.ts')).toBe(attempt)
      expect(read('assignments/part/plain.ts')).toBe('export const plain = 2\n')
    }
  })

  test('is kept when its solution is gone', () => {
    rmSync(join(folder, 'solutions/part/a.ts'))
    for (const _ of ['first', 'second']) expect(run().status).toBe(1)
    expect(read('assignments/part/a.ts')).toBe(attempt)
  })

  test('is kept when the record is lost', () => {
    rmSync(join(folder, 'assignments/.stubs.json'))
    expect(run().status).toBe(1)
    expect(read('assignments/part/a.ts')).toBe(attempt)
  })

  test('is replaced by --force, which keeps every attempt', () => {
    expect(run('--force')).toMatchObject({
      status: 0,
      output: expect.stringContaining('as assignments/part/a.ts.backup\n'),
    })
    expect(read('assignments/part/a.ts')).toBe(stub())
    expect(read('assignments/part/a.ts.backup')).toBe(attempt)

    write('assignments/part/a.ts', `${attempt}// again\r\n`)
    expect(run('--force').output).toContain('as assignments/part/a.ts.backup.2\n')
    expect(read('assignments/part/a.ts')).toBe(stub())
    expect(read('assignments/part/a.ts.backup')).toBe(attempt)
    expect(read('assignments/part/a.ts.backup.2')).toBe(`${attempt}// again\r\n`)
    expect(run('--check').status).toBe(0)
  })

  test('is set aside by --force when its solution is gone', () => {
    rmSync(join(folder, 'solutions/part/a.ts'))
    expect(run('--force').status).toBe(0)
    expect(files()).toEqual(['.stubs.json', 'part/a.ts.backup', 'part/plain.ts'])
  })
})

describe('npm run stubs -- --check', () => {
  test('is content with what the command wrote', () => {
    run()
    expect(run('--check')).toEqual({ status: 0, output: 'All 2 stubs match the solutions.\n' })
  })

  test.for<[string, () => void, string]>([
    ['missing', () => rmSync(join(folder, 'assignments/part/a.ts')), 'missing  assignments/part/a.ts\n'],
    ['different', () => write('assignments/part/a.ts', attempt), 'differs  assignments/part/a.ts\n'],
    ['stale', () => write('solutions/part/a.ts', solution('1', '1.2')), 'differs  assignments/part/a.ts\n'],
    [
      'stray',
      () => write('assignments/part/b.ts', ''),
      'stray    assignments/part/b.ts (no solution has this name)\n',
    ],
    ['unrecorded', () => write('assignments/.stubs.json', '{}'), 'differs  assignments/.stubs.json\n'],
  ])('names a file that is %s, and writes nothing', ([, change, message]) => {
    run()
    change()
    const before = snapshot()
    const { status, output } = run('--check')
    expect(status).toBe(1)
    expect(output).toContain(message)
    expect(snapshot()).toEqual(before)
  })

  test('cannot be combined with --force', () => {
    expect(run('--check', '--force')).toMatchObject({
      status: 1,
      output: expect.stringContaining('cannot be used with'),
    })
  })
})
