import { describe, expect, test } from 'vitest'
import { applyMistake, type Edit } from '#kit/course/mistakes/mistake.ts'
import { readMistakes } from '#kit/course/mistakes/read.ts'

describe('mistakes are read from blocks of text', () => {
  test('with the edit over one line or several, in the region of the TODO or of another', () => {
    const text = `# Mistakes in two functions.

1.2 averaged db
says explain/factor of db or explain/named-factor
with count=N
with parts=the examples
- sum(dout, 0)
+ T.mean(dout, 0)

1.12 forgot the ReLU
says network/no-relus
in 1.15
- const a = 1

-   use(a)
in file
- b
+ $&
+ c
`
    expect(() => readMistakes(text, 'a.txt')).toThrow('a.txt: "-   use(a)" is not how a mistake is written')
    expect(readMistakes(text.replace('= 1\n\n', '= 1\n-\n').replaceAll('\n', '\r\n'), 'a.txt')).toEqual([
      {
        todo: '1.2',
        mistake: 'averaged db',
        causes: ['explain/factor of db', 'explain/named-factor'],
        values: { count: 'N', parts: 'the examples' },
        edits: [{ find: 'sum(dout, 0)', replace: 'T.mean(dout, 0)', region: '1.2' }],
      },
      {
        todo: '1.12',
        mistake: 'forgot the ReLU',
        causes: ['network/no-relus'],
        values: {},
        edits: [
          { find: 'const a = 1\n\n  use(a)', replace: '', region: '1.15' },
          { find: 'b', replace: '$&\nc', region: 'file' },
        ],
      },
    ])
  })

  test.each([
    '1.2 no edit\nsays explain/zero\n+ b',
    '1.2 a line of something else\nsays explain/zero\n- a\n+ b\nc',
    'no number\nsays explain/zero\n- a\n+ b',
  ])('%j is refused', (block) => {
    expect(() => readMistakes(`${block}\n`, 'a.txt')).toThrow(/^a\.txt: ".*" is not how a mistake is written/)
  })
})

test('an edit must be found inside the region', () => {
  const [mutant] = readMistakes('1.2 m\nsays explain/zero\n- one()\n+ two()\n', 'a.txt')
  const source = 'one()\n// BEGIN SOLUTION 1.2\none() + one()\n// END SOLUTION 1.2\none()\n'
  expect(applyMistake(source, mutant)).toContain(
    'one()\n// BEGIN SOLUTION 1.2\ntwo() + two()\n// END SOLUTION 1.2\none()\n',
  )
  const edited = (edit: Partial<Edit>) => ({ ...mutant, edits: [{ ...mutant.edits[0], ...edit }] })
  expect(applyMistake(source, edited({ region: 'file' }))).not.toContain('one()')
  expect(() => applyMistake(source, edited({ find: 'three()' }))).toThrow('does not hold `three()`')
  expect(() => applyMistake(source, edited({ region: '1.3' }))).toThrow('no region for TODO 1.3')
})
