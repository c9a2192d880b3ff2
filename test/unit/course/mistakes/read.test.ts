import { describe, expect, test } from 'vitest'
import { applyMutant, type Edit } from './mutant.ts'
import { readMutants } from './read.ts'

describe('mistakes are read from blocks of text', () => {
  test('with the edit over one line or several, in the region of the TODO or of another', () => {
    const text = `# Mistakes in two functions.

1.2 averaged db
says explain/factor of db or explain/named-factor
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
    expect(() => readMutants(text, 'a.txt')).toThrow('a.txt: "-   use(a)" is not how a mistake is written')
    expect(readMutants(text.replace('= 1\n\n', '= 1\n-\n').replaceAll('\n', '\r\n'), 'a.txt')).toEqual([
      {
        todo: '1.2',
        mistake: 'averaged db',
        causes: ['explain/factor of db', 'explain/named-factor'],
        edits: [{ find: 'sum(dout, 0)', replace: 'T.mean(dout, 0)', region: '1.2' }],
      },
      {
        todo: '1.12',
        mistake: 'forgot the ReLU',
        causes: ['network/no-relus'],
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
    expect(() => readMutants(`${block}\n`, 'a.txt')).toThrow(/^a\.txt: ".*" is not how a mistake is written/)
  })
})

test('an edit must be found inside the region', () => {
  const [mutant] = readMutants('1.2 m\nsays explain/zero\n- one()\n+ two()\n', 'a.txt')
  const source = 'one()\n// BEGIN SOLUTION 1.2\none() + one()\n// END SOLUTION 1.2\none()\n'
  expect(applyMutant(source, mutant)).toContain(
    'one()\n// BEGIN SOLUTION 1.2\ntwo() + two()\n// END SOLUTION 1.2\none()\n',
  )
  const edited = (edit: Partial<Edit>) => ({ ...mutant, edits: [{ ...mutant.edits[0], ...edit }] })
  expect(applyMutant(source, edited({ region: 'file' }))).not.toContain('one()')
  expect(() => applyMutant(source, edited({ find: 'three()' }))).toThrow('does not hold `three()`')
  expect(() => applyMutant(source, edited({ region: '1.3' }))).toThrow('no region for TODO 1.3')
})
