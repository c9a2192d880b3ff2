import { describe, expect, test } from 'vitest'
import { hints } from '#kit/course/hints/index.ts'
import { manifest } from '#kit/course/manifest.ts'
import { misconceptions } from '#kit/grading/pages/misconceptions.ts'
import { failing, resultOf, wrong, type Work } from './results.ts'

/** Returns the misconceptions of a class of a, b, c ... with these works. */
const inClass = (...works: Work[]) =>
  misconceptions(works.map((work, i) => ({ name: 'abcdefgh'[i], result: resultOf(work) })))

/** Returns them in short: who, where and why. */
const shortly = (...works: Work[]): string[] =>
  inClass(...works).map(({ learners, todo, cause, what }) =>
    [learners.join(''), todo, cause, what].filter(Boolean).join(' '),
  )

const factor = (name: string, what: string, guess: string, number = '0.5') =>
  failing(name, 'explain/named-factor', { what, values: { factor: number, guess } })

describe('counting', () => {
  test('the mistake of most learners comes first, then the order of the course', () => {
    const late = wrong(failing('law', 'convForward/border-below-and-right'))
    const early = wrong(failing('law', 'affineForward/first-bias'))
    expect(
      shortly({ '4.1': late }, { '4.1': late, '1.1': early, '1.10': wrong(failing('x', 'adam/t-by-two')) }),
    ).toEqual([
      'ab 4.1 convForward/border-below-and-right',
      'b 1.1 affineForward/first-bias',
      'b 1.10 adam/t-by-two',
    ])
  })

  test('equally frequent ones are in the order of the course, and not of the learners', () => {
    const [late, early] = [
      wrong(failing('x', 'adam/t-by-two')),
      wrong(failing('x', 'affineBackward/db-zero')),
    ]
    expect(shortly({ '1.10': late }, { '1.2': early })).toEqual([
      'b 1.2 affineBackward/db-zero',
      'a 1.10 adam/t-by-two',
    ])
  })

  test('numbers that differ do not split a group, and words do', () => {
    const found = inClass(
      { '1.2': wrong(factor('law', 'db', 'divided by N = 4 once too often', '0.25')) },
      { '1.2': wrong(factor('law', 'db', 'divided by N = 5 once too often', '0.2')) },
      { '1.2': wrong(factor('law', 'db', 'counted twice', '2')) },
    )
    expect(found.map(({ learners }) => learners)).toEqual([['a', 'b'], ['c']])
    expect(found[0].sentence).toBe(
      'db is exactly … times the right answer. Was it divided by N once too often?',
    )
  })

  test('a guess that fits two mistakes counts for the one that more learners made', () => {
    const byN = wrong(factor('law', 'dw', 'divided by N = 3 once too often'))
    const either = wrong(factor('law', 'dw', 'halved, or divided by N = 2 once too often'))
    expect(shortly({ '1.2': either }, { '1.2': byN }, { '1.2': byN })).toEqual([
      'abc 1.2 explain/named-factor dw',
    ])
  })

  test('what it is about splits a group only if the sentence says it', () => {
    const about = (what: string) => wrong(failing('law', 'explain/sign', { what }))
    expect(shortly({ '1.2': about('dx') }, { '1.2': about('dw') })).toHaveLength(2)
    const step = (what: string) => wrong(failing('law', 'sgdMomentum/uphill', { what }))
    expect(shortly({ '1.8': step('w after step 1') }, { '1.8': step('w after step 4') })).toEqual([
      'ab 1.8 sgdMomentum/uphill',
    ])
  })

  test('the code that a change names splits a group', () => {
    const without = (part: string) =>
      wrong(failing('law', 'edit/left-out', { what: 'dx', values: { part, code: 'a * b' } }))
    expect(shortly({ '2.4': without('a') }, { '2.4': without('b') }, { '2.4': without('b') })).toEqual([
      'bc 2.4 edit/left-out dx',
      'a 2.4 edit/left-out dx',
    ])
  })
})

describe('one mistake is listed once', () => {
  test('although many checks of its TODO fail because of it', () => {
    const work = wrong(
      failing('repeats', 'optimizer/remembers-outside-config', { what: 'w of the same step taken again' }),
      failing('first', 'values/elements', { what: 'dw' }),
      failing('same again', 'optimizer/remembers-outside-config', { what: 'config' }),
      failing('general', 'calls/not-repeatable', { what: 'config.velocity' }),
      failing('large', 'calls/wrong-at-size'),
      failing('step', 'sgd/uphill', { what: 'w after step 1' }),
    )
    expect(shortly({ '1.7': work })).toEqual(['a 1.7 optimizer/remembers-outside-config'])
  })

  test('although it makes several results wrong in the same way', () => {
    const signs = wrong(
      failing('dx', 'explain/sign', { what: 'dx' }),
      failing('dw', 'explain/sign', { what: 'dw' }),
    )
    expect(shortly({ '1.2': signs })).toEqual(['a 1.2 explain/sign dx'])
  })

  test('although a later TODO of the same network meets it again', () => {
    const deviation = failing('weights', 'weights/deviation-variance', {
      values: { name: 'W1', found: '0.2' },
    })
    expect(shortly({ '1.14': wrong(deviation), '2.8': wrong(deviation) })).toEqual([
      'a 1.14 weights/deviation-variance',
    ])
  })

  test('and a file that does not load is no misconception', () => {
    const broken = wrong(
      failing('any', 'file/does-not-parse', {
        kind: 'Broken file',
        values: { path: 'losses.ts', reason: '}' },
      }),
    )
    expect(shortly({ '1.5': broken, '1.6': broken })).toEqual([])
  })
})

describe('several mistakes in one TODO', () => {
  test('count if known mistakes of different results are named', () => {
    const work = wrong(
      failing('dx', 'affineBackward/dx-summed', { what: 'dx' }),
      failing('db', 'affineBackward/db-first-example', { what: 'db of a batch' }),
      failing('dw', 'values/elements', { what: 'dw' }),
      failing('both', 'affineBackward/dw-without-x', { what: 'dw', others: ['affineBackward/db-zero'] }),
    )
    expect(shortly({ '1.2': work })).toEqual([
      'a 1.2 affineBackward/dx-summed',
      'a 1.2 affineBackward/db-first-example',
    ])
  })

  test('count if one check has found both', () => {
    const both = failing('law', 'affineBackward/dx-summed', {
      what: 'dx',
      others: ['affineBackward/db-first-example', 'explain/condition'],
    })
    expect(shortly({ '1.2': wrong(both) })).toHaveLength(2)
  })
})

describe('what only follows from a mistake is not counted', () => {
  test.for([
    [
      'a TODO that waits',
      { state: 'waits', telling: 'law', checks: [failing('law', 'explain/zero', { what: 'dx' })] },
    ],
    ['a check whose fault is elsewhere', wrong(failing('law', 'fault/wrong', { fault: '1.1' }))],
    ['a check without a cause', wrong(failing('law', 'explain/zero', { cause: undefined }))],
    ['a TODO without checks', { state: 'wrong', checks: [] }],
  ] as const)('%s', ([, work]) => {
    expect(inClass({ '1.2': work as Work[string] })).toEqual([])
  })

  test('but the own mistake beside it is', () => {
    const work = wrong(
      failing('lent', 'fault/lent', { fault: '1.1' }),
      failing('law', 'affineBackward/dx-summed', { what: 'dx' }),
    )
    expect(shortly({ '1.2': work })).toEqual(['a 1.2 affineBackward/dx-summed'])
  })
})

describe('what to say', () => {
  test('is the sentence, the hint that fits, and the section of the handout', () => {
    const [{ say }] = inClass({
      '1.2': wrong(failing('law', 'affineBackward/db-over-outputs', { what: 'db' })),
    })
    expect(say).toBe(
      'TODO 1.2, affineBackward: db is summed over the outputs: sum over the examples instead, axis 0. ' +
        'db has one number for each output. So which axis of dout, (N, M), must disappear, and which must stay? ' +
        'Part 1, section "1.2 affineBackward" explains it.',
    )
  })

  test.for(manifest.flatMap(({ todos }) => todos.map(({ id }) => id)))(
    'is a sentence and a hint for TODO %s, even if no check knows the mistake',
    (id) => {
      const vague = wrong(failing('law', 'values/elements', { what: 'out', sentence: 'Something else.' }))
      const [{ sentence, hint, say }] = inClass({ [id]: vague })
      expect(sentence).toBe('out is wrong, in a way that no check recognizes.')
      expect(['question', 'formula']).toContain(hint.kind)
      expect(say).toContain(hint.text)
      expect([...hints[id].levels, ...(hints[id].after ?? []).map(([, text]) => text)]).toContain(hint.text)
    },
  )

  test('repeats what a learner was told if that cannot be taken apart', () => {
    const strange = failing('law', 'explain/factor', { what: 'dx', sentence: 'Wrong answer: dx is odd.' })
    expect(inClass({ '1.2': wrong(strange) })[0].sentence).toBe('dx is odd.')
  })
})
