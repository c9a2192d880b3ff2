import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { partsIn } from '#kit/commands/teach/release/parts-in.ts'
import { regionOf } from '#kit/course/cut-stubs.ts'
import { wholeKit } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { VITEST } from '../support/running-vitest.ts'
import { kit, kitRoot, run } from '../commands/kit/learner.ts'
import { temporaryFolder } from '../support/folders.ts'

const parent = temporaryFolder(afterAll)

/** The points of all parts, as `npx kit status` counts them. */
const points = (folder: string): { earned: number; possible: number } => {
  const { earned, possible } = JSON.parse(kit(folder, ['status', '--json']).stdout) as {
    earned: number
    possible: number
  }
  return { earned, possible }
}

describe.for(['1', '1-3', '1,2,4', '1,5'])('a course of the parts %s', (list) => {
  const folder = join(parent, list)
  const chosen = wholeKit.filter(({ number }) => partsIn(list, wholeKit).includes(number))
  const todos = chosen.flatMap((part) => part.todos)
  const possible = todos.reduce((sum, todo) => sum + todo.points, 0)

  test('type-checks, and nothing in it is started', () => {
    expect(kit(kitRoot, ['release', folder, '--parts', list])).toMatchObject({ status: 0 })
    symlinkSync(join(kitRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const tsc = join(kitRoot, 'node_modules/typescript/bin/tsc')
    expect(run([tsc, '--noEmit'], folder)).toMatchObject({ output: '', status: 0 })
    expect(run([VITEST, 'run'], folder)).toMatchObject({ status: 0 })
    expect(points(folder)).toEqual({ earned: 0, possible })
  })

  test('gives all points to the solutions of its TODOs alone', () => {
    const solutions = readSolutions(kitRoot)
    for (const { id, file } of todos) {
      const path = join(folder, 'assignments', file)
      const stub = `throw new NotImplementedError('${id}')`
      const code = readFileSync(path, 'utf8')
      expect(code).toContain(stub)
      writeFileSync(
        path,
        code.replace(stub, () => regionOf(solutions.get(file)!, id)),
      )
    }
    expect(run([VITEST, 'run'], folder)).toMatchObject({ status: 0 })
    expect(points(folder)).toEqual({ earned: possible, possible })
  })

  test('trains a network', () => {
    const words = ['--import', 'tsx', 'kit/commands/train/train.ts', 'two-layer']
    const { status, output } = run([...words, '--epochs', '1', '--train-size', '300'], folder)
    expect({ status, output }).toMatchObject({ status: 0 })
    expect(output).not.toMatch(/Part [2-6]|ERR_/)
  })
})

test('a release is the place where a learner makes a folder, and starts a file over', () => {
  const folder = join(parent, 'whole')
  expect(kit(kitRoot, ['release', folder])).toMatchObject({
    status: 0,
    output: expect.stringContaining('The solutions are not in it.'),
  })
  symlinkSync(join(kitRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const own = join(parent, 'own')
  const file = 'assignments/1-fully-connected/layers.ts'
  const stub = readFileSync(join(folder, file), 'utf8')
  writeFileSync(join(folder, file), '// mine\n')
  expect(kit(folder, ['init', own])).toMatchObject({ status: 0 })
  expect(readFileSync(join(own, file), 'utf8')).toBe(stub)
  expect(readFileSync(join(own, 'README.md'), 'utf8')).toMatch(/^Everything is installed/m)
  expect(readFileSync(join(own, 'README.md'), 'utf8')).not.toContain('Clone this repository')
  expect(kit(folder, ['reset', 'layers', '--yes'])).toMatchObject({ status: 0 })
  expect(readFileSync(join(folder, file), 'utf8')).toBe(stub)
})
