import { expect, test } from 'vitest'
import { computedImportsOf, importedNames, importsOf } from '#kit/course/imports/imports.ts'
import { fingerprintsOf } from '#kit/course/work-files.ts'
import { temporaryFolder, writeTree } from '../../support/folders.ts'

const code = `
import { a } from './a.ts'
import b, { type B } from "./b.ts"
import {
  c,
  d,
} from './c.ts'
import './d.ts'
// import { no } from './comment.ts'
/* from './comment.ts'
import { no } from './comment.ts' */
export { e } from './e.ts'
export * from './f.ts'
import type { G } from './types.ts'
export type { H } from './types.ts'
const text = "import { no } from './text.ts'"
const i = (): string => \`\${await import('./i.ts')} import('./template.ts')\`
const j = await import(/* later */ './j.ts'), k = import('./computed-' + text), l = import(\`./\${text}.ts\`)
let m: typeof import('./types.ts') = <T>(x: T) => x
`

test('all that a module runs, in whatever way it is written, and nothing else', () => {
  expect(importsOf(code)).toEqual([
    './a.ts',
    './b.ts',
    './c.ts',
    './d.ts',
    './e.ts',
    './f.ts',
    './i.ts',
    './j.ts',
  ])
})

test('names with where they are from, without types', () => {
  expect(Object.fromEntries(importedNames(code))).toEqual({
    a: './a.ts',
    b: './b.ts',
    c: './c.ts',
    d: './c.ts',
  })
})

test('a file that does not parse is no error', () => {
  expect(() => importsOf("import { a } from './a.ts'\nfunction (")).not.toThrow()
  expect(importsOf('')).toEqual([])
})

test('the files of a TODO are those that its checks run, whatever stands in comments', () => {
  const root = temporaryFolder()
  const todo = { id: '1.1', title: 'one', points: 1, file: 'a.ts', checks: 'checks/a.check.ts', handout: '' }
  writeTree(root, {
    'checks/a.check.ts': 'const work = () => import("#work/a.ts")',
    'assignments/a.ts': '/* as\nimport { c } from "./c.ts"\n*/\nexport * from "./b.ts"',
    'assignments/b.ts': '',
  })
  expect(Object.keys(fingerprintsOf(todo, root))).toEqual(['a.ts', 'b.ts'])
})

test('a name that is computed is told from one that is written', () => {
  expect(computedImportsOf(code)).toEqual(["'./computed-' + text", '`./${text}.ts`'])
  expect(computedImportsOf(String.raw`import('\u002e/x.ts'); import("./y.ts")`)).toEqual([
    String.raw`'\u002e/x.ts'`,
  ])
})
