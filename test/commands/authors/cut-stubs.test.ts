import { describe, expect, test } from 'vitest'
import { cutStubs } from '#kit/course/cut-stubs.ts'

const cutFile = (source: string) => {
  const { stubs, problems } = cutStubs(new Map([['part/file.ts', source]]))
  expect(problems).toEqual([])
  return stubs.get('part/file.ts')
}

const problemsOf = (source: string) => cutStubs(new Map([['part/file.ts', source]])).problems

const SOLUTION = `import { add } from '#kit/tensor/index.ts'
import {
  first,
  second,
} from './other.ts'

/** Adds. */
export function one(x: number): number {
  // TODO 1.1: x plus one,
  // as a number.
  // BEGIN SOLUTION 1.1
  const sum = add(x, 1)

  return sum
  // END SOLUTION 1.1
}

export class Two {
  two(x: number): number {
    const y = first(x)

    // TODO 1.2: y squared.
    // BEGIN SOLUTION 1.2
    const z = second(y)
    // END SOLUTION 1.2

    return z
  }
}
`

const STUB = `import { add } from '#kit/tensor/index.ts'
import {
  first,
  second,
} from './other.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** Adds. */
export function one(x: number): number {
  // TODO 1.1: x plus one,
  // as a number.
  throw new NotImplementedError('1.1')
}

export class Two {
  two(x: number): number {
    const y = first(x)

    // TODO 1.2: y squared.
    throw new NotImplementedError('1.2')

    return z
  }
}
`

describe('a stub', () => {
  test('is the solution without its regions, and with one import', () => {
    expect(cutFile(SOLUTION)).toBe(STUB)
  })

  test('is the same for Windows line endings', () => {
    expect(cutFile(SOLUTION.replaceAll('\n', '\r\n'))).toBe(STUB)
  })

  test('of a file without regions is the file', () => {
    const source = "import { add } from './add.ts'\n\n\n// kept as it is\nexport const three = add(1, 2)\n"
    expect(cutFile(source)).toBe(source)
  })

  test('of a file without imports begins with the import', () => {
    expect(
      cutFile('\n// TODO 2.1: a number.\n// BEGIN SOLUTION 2.1\nexport const a = 1\n// END SOLUTION 2.1\n'),
    ).toBe(
      "import { NotImplementedError } from '#kit/not-implemented.ts'\n\n// TODO 2.1: a number.\nthrow new NotImplementedError('2.1')\n",
    )
  })

  test('has no two blank lines in a row', () => {
    expect(cutFile(SOLUTION.replace('\n\n    // TODO', '\n\n\n    // TODO'))).toBe(STUB)
  })

  test('does not take a dynamic import or import.meta for the imports at the top', () => {
    const source =
      "import './side-effect.ts'\n\nconst here = 1\n// TODO 2.1: it.\n// BEGIN SOLUTION 2.1\nhere\n// END SOLUTION 2.1\n" +
      "import('./later.ts')\nimport.meta.url\n"
    expect(cutFile(source)).toContain(
      "import './side-effect.ts'\nimport { NotImplementedError } from '#kit/not-implemented.ts'\n\nconst here",
    )
  })
})

describe('the regions of a solution', () => {
  const todo = (number: string) => `// TODO ${number}: do it.\n`
  const begin = (number: string) => `// BEGIN SOLUTION ${number}\n`
  const end = (number: string) => `// END SOLUTION ${number}\n`
  const whole = (number: string) => `${todo(number)}${begin(number)}work()\n${end(number)}`

  test('say where every TODO is', () => {
    const { todos } = cutStubs(new Map([['a.ts', whole('1.1') + whole('1.2')], ['b.ts', whole('2.10')]])) // prettier-ignore
    expect([...todos]).toEqual([['1.1', 'a.ts:2'], ['1.2', 'a.ts:6'], ['2.10', 'b.ts:2']]) // prettier-ignore
  })

  test.for<[string, string, string]>([
    [
      'is not ended',
      `${todo('1.1')}${begin('1.1')}work()\n`,
      '2: region 1.1 has no END SOLUTION 1.1 after it.',
    ],
    [
      'is nested',
      `${todo('1.1')}${begin('1.1')}work()\n${whole('1.2')}`,
      '5: region 1.2 begins inside region 1.1; end that one first.',
    ],
    [
      'is empty',
      `${todo('1.1')}${begin('1.1')}\n  // only a comment\n${end('1.1')}`,
      '2: region 1.1 is empty; put the solution between BEGIN and END.',
    ],
    ['has no beginning', `work()\n${end('1.1')}`, '2: END SOLUTION 1.1 has no BEGIN SOLUTION 1.1 before it.'],
    [
      'ends under another number',
      `${todo('1.1')}${begin('1.1')}work()\n${end('1.2')}`,
      '4: END SOLUTION 1.2 ends region 1.1; the two numbers must be the same.',
    ],
    [
      'has no TODO comment',
      `\n${begin('1.1')}work()\n${end('1.1')}`,
      '2: put a comment that starts with "// TODO 1.1: " directly above this line.',
    ],
    [
      'has a blank line below its TODO comment',
      `${todo('1.1')}\n${begin('1.1')}work()\n${end('1.1')}`,
      '3: put a comment that starts with "// TODO 1.1: " directly above this line.',
    ],
    [
      'has the TODO comment of another number',
      `${todo('1.2')}${begin('1.1')}work()\n${end('1.1')}`,
      '2: put a comment that starts with "// TODO 1.1: " directly above this line.',
    ],
    [
      'has a TODO comment that starts with something else',
      `// First of all:\n${whole('1.1')}`,
      '3: put a comment that starts with "// TODO 1.1: " directly above this line.',
    ],
    [
      'uses a number twice',
      whole('1.1') + whole('1.1'),
      '6: TODO 1.1 is already used at part/file.ts:2; give each TODO its own number.',
    ],
  ])('are refused when one %s', ([, source, problem]) => {
    expect(problemsOf(source)).toContain(`part/file.ts:${problem}`)
  })

  test('are refused when two files use one number', () => {
    const { problems } = cutStubs(new Map([['a.ts', whole('1.1')], ['b.ts', `\n${whole('1.1')}`]])) // prettier-ignore
    expect(problems).toEqual(['b.ts:3: TODO 1.1 is already used at a.ts:2; give each TODO its own number.'])
  })

  test.for([
    '// BEGIN SOLUTION',
    '// BEGIN SOLUTION 1',
    '// BEGIN SOLUTION 1.0',
    '// BEGIN SOLUTION 01.2',
    '// BEGIN SOLUTION 1.2.3',
    '// BEGIN SOLUTION 1.2a',
    '// BEGIN SOLUTION x.y',
    '//BEGIN SOLUTION 1.2',
    '// begin solution 1.2',
    '// BEGIN_SOLUTION 1.2',
    'work() // BEGIN SOLUTION 1.2',
    '// END SOLUTION one',
    '/* END SOLUTION 1.2 */',
  ])(
    // prettier-ignore
    'are refused when a marker is written "%s"',
    (marker) => {
      expect(problemsOf(`work()\n${marker}\n`)).toEqual([
        'part/file.ts:2: write the marker on its own line as "// BEGIN SOLUTION 1.2" or "// END SOLUTION 1.2".',
      ])
    },
  )

  test('are all looked at before anything is refused', () => {
    expect(problemsOf(`${end('1.1')}${begin('1.2')}`)).toHaveLength(3)
  })
})
