import { describe, expect, test } from 'vitest'
import { resetTodo } from '#kit/commands/kit/reset/reset-todo.ts'
import { cutStubs, regionOf } from '#kit/course/cut-stubs.ts'
import { wholeKit } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { root } from '#kit/system/root.ts'

const solutions = readSolutions(root)
const { stubs } = cutStubs(solutions)

/** A file as somebody who has solved everything has it. */
const solved = (file: string): string =>
  solutions.get(file)!.replaceAll(/^ *\/\/ (?:BEGIN|END) SOLUTION .*\n/gm, '')

function resetIn(mine: string, file: string, id: string): string {
  const result = resetTodo(mine, stubs.get(file)!, id)
  return 'code' in result ? result.code : `obstacle: ${result.obstacle}`
}

const todos = wholeKit.flatMap((part) => part.todos)
const withoutComment = (code: string, id: string): string =>
  code.replace(
    new RegExp(String.raw`^ *// TODO ${id.replace('.', String.raw`\.`)}: .*\n(?: *//.*\n)*`, 'm'),
    '',
  )
const words = (code: string): string => code.replaceAll(/\s+/g, ' ')

describe.for(todos)('TODO $id', ({ id, file }) => {
  test('starts over alone, with its comment or without', () => {
    const mine = solved(file)
    const region = regionOf(solutions.get(file)!, id)
    const comments = region.split('\n').filter((line) => line.startsWith('//'))
    for (const text of [mine, withoutComment(mine, id)]) {
      const after = resetIn(text, file, id)
      expect(after).toContain(`throw new NotImplementedError('${id}')`)
      expect(after).toContain(comments[0])
      // All others are as they were: filling it in again gives the whole file.
      const code = region.slice(region.indexOf(comments.at(-1)!) + comments.at(-1)!.length)
      const again = after
        .replace(`throw new NotImplementedError('${id}')`, () => code)
        .replace(/^import \{ NotImplementedError \}.*\n/m, '')
      expect(words(again)).toBe(words(mine))
    }
  })
})

describe('resetting one TODO', () => {
  const file = '1-fully-connected/layers.ts'
  const stub = stubs.get(file)!
  const throwing = "throw new NotImplementedError('1.3')"

  test('leaves everything else byte for byte', () => {
    const helper = 'const helper = (x: number) => {\n\treturn   x * 2 }\n'
    const mine = `${stub.replace(throwing, 'let a = {} // }\n  return a as never')}\n${helper}`
    expect(resetIn(mine, file, '1.3')).toBe(`${stub}\n${helper}`)
    const windows = mine.replaceAll('\n', '\r\n')
    expect(resetIn(windows, file, '1.3')).toBe(`${stub}\n${helper}`.replaceAll('\n', '\r\n'))
  })

  test('reads code that is formatted in another way', () => {
    const mine = stub.replace(`  ${throwing}\n}`, '    if (x) { return x as never }\n    return 0 as never }')
    expect(words(resetIn(mine, file, '1.3'))).toBe(words(stub))
  })

  test('does not touch another TODO in the same block', () => {
    const net = '1-fully-connected/fully-connected-net.ts'
    const mine = stubs
      .get(net)!
      .replace("throw new NotImplementedError('1.14')", 'const mine = 14')
      .replace("throw new NotImplementedError('2.8')", 'const own = 8')
    expect(resetIn(mine, net, '1.14')).toBe(
      stubs.get(net)!.replace("throw new NotImplementedError('2.8')", 'const own = 8'),
    )
    expect(resetIn(mine, net, '2.8')).toBe(
      stubs.get(net)!.replace("throw new NotImplementedError('1.14')", 'const mine = 14'),
    )
  })

  test('says what keeps it from telling the code apart', () => {
    expect(resetIn(stub.replace(throwing, 'return {'), file, '1.3')).toBe(
      'obstacle: the file has a syntax error. Correct that first',
    )
    const renamed = withoutComment(stub, '1.3').replace('function reluForward', 'function relu')
    expect(resetIn(renamed, file, '1.3')).toBe('obstacle: neither its comment nor reluForward is there')
    const net = '1-fully-connected/fully-connected-net.ts'
    const shorter = stubs.get(net)!.replace('if (normalization) {', 'if (normalization !== undefined) {')
    expect(resetIn(shorter, net, '1.14')).toBe('obstacle: the code that was given after it is not there')
  })
})
