import { describe, expect, test } from 'vitest'
import { feedbackPage, type Feedback } from '#kit/grading/pages/feedback-page.ts'
import { check, failing, readable, resultOf, wrong } from './results.ts'

const numbers =
  '  db is wrong in 2 of 2 elements.\n    expected     yours (* wrong)\n    0.965  1.2   1.124*  -0.895*'

const result = resultOf(
  {
    '1.1': { state: 'done', earnedWith: ['1.3'] },
    '1.2': wrong(
      failing('agrees with PyTorch', 'affineBackward/db-last-example', { what: 'db', details: numbers }),
      failing('is linear', 'linear/in-dout', {
        values: { name: 'db' },
        details: '  the numbers of another check',
      }),
      check('needs the ReLU', { state: 'not started', open: '1.3' }),
      check('has the right shapes'),
    ),
    '1.3': { state: 'done' },
    '1.4': { state: 'waits', waitsFor: '1.2' },
    '1.5': wrong(
      failing('is finite', 'limit/endless', {
        kind: 'Took too long',
        values: { call: 'softmaxLoss', seconds: '5' },
      }),
    ),
    '1.6': { state: 'not run' },
    '1.10': { state: 'not started', waitsFor: '1.9' },
  },
  { notes: ['optimizers.ts is missing.'] },
)

const pageOf = (rest: Partial<Feedback> = {}) =>
  feedbackPage({ name: 'Ada', result, detail: 'full', ...rest })
const read = (rest: Partial<Feedback> = {}): string => readable(pageOf(rest))

describe('a page with everything', () => {
  test.for([
    'Ada 3 of 151 points',
    '2 of 67 TODOs are done. Look at this one first: 1.2 affineBackward',
    'optimizers.ts is missing.',
    'db is the upstream gradient of the last example alone: add up those of all examples.',
    'expected yours (* wrong)',
    'Explained in Part 1, section "1.2 affineBackward". For a hint, type npx kit hint 1.2',
    '1 more check fails',
    'the numbers of another check',
    '1 check could not run yet needs the ReLU (needs 1.3)',
    '1 check passes has the right shapes',
    'Took too long softmaxLoss was stopped after 5 s.',
    'For 1.2 : 1.4 reluBackward',
    "1.1 affineForward (2 of 2 points earned with the kit's own part in place of 1.3), 1.3 reluForward",
    '2 Normalization : nothing that can be graded yet',
    '1.10 adam (needs 1.9 first), 1.11',
    'These were not graded: 1.6 svmLoss',
    'A TODO earns its points when all of its checks pass.',
    "Your code was kept apart by: Node's permissions only.",
    'Grading took 26 seconds.',
  ])('says: %s', (text) => {
    expect(read()).toContain(text)
  })

  test('shows the numbers of a check with a smallest case, if it says the same as the telling one', () => {
    const plain = failing('plain', 'affineBackward/dx-summed', { details: 'no case' })
    const random = failing('random', 'affineBackward/dx-summed', { details: 'one case', case: 'x = 1' })
    const stranger = failing('stranger', 'linear/in-dout', { details: 'another case', case: 'x = 2' })
    const page = read({ result: resultOf({ '1.2': wrong(plain, stranger, random) }) })
    expect(page).toMatch(
      /Check: random one case 2 more checks fail The same is said by: plain .*Check: stranger another case/,
    )
    expect(page).not.toContain('no case')
  })

  test('says of a file that cannot be loaded only that, and not which checks fail', () => {
    const failed = (name: string) =>
      failing(name, 'file/does-not-load', {
        kind: 'Broken file',
        values: { path: 'losses.ts', reason: 'SyntaxError: Expression expected (line 2)' },
      })
    const text = read({
      result: resultOf({
        '1.5': wrong(failed('agrees with PyTorch'), failed('is finite')),
        '1.6': wrong(failed('is 1')),
      }),
    })
    expect(text).toContain(
      'losses.ts does not load ✗ wrong 0 of 5 points Broken file ' +
        'losses.ts cannot be loaded: SyntaxError: Expression expected (line 2) ' +
        'Nothing in this file can be graded: 1.5 softmaxLoss, 1.6 svmLoss . ' +
        'Before you hand in again, run npx kit check losses.ts .',
    )
    expect(text.split('cannot be loaded')).toHaveLength(2)
    expect(text).not.toContain('agrees with PyTorch')
    expect(text).not.toContain('more check')
  })

  test('marks what a star marks as wrong', () => {
    expect(pageOf()).toContain('<mark>1.124*</mark>  <mark>-0.895*</mark>')
    expect(pageOf()).toContain('yours (* wrong)\n')
  })

  test('says when and for which course, if that is known', () => {
    const page = read({ course: 'CS 101', when: new Date(2027, 0, 15, 9, 30) })
    expect(page).toContain('CS 101 Ada')
    expect(page).toContain('Graded on 15 January 2027 at 09:30. It took 26 seconds.')
  })

  test('says how shares of points are earned, and that grading was cut short', () => {
    const partial = resultOf({
      '1.2': { ...wrong(failing('law', 'explain/zero', { what: 'dx' })), points: 4 / 3, earnedWith: ['1.1'] },
    })
    const page = read({ result: { ...partial, marks: 'partial', complete: false } })
    expect(page).toContain('1.33 of 3 points')
    expect(page).toContain("1.33 of 3 points earned with the kit's own part in place of 1.1.")
    expect(page).toContain('A TODO earns the share of its points')
    expect(page).toContain('Grading did not finish, so points may be missing.')
  })
})

describe('where to go on', () => {
  test.for([
    [{}, 'This is where the course begins. Go on with: 1.1 affineForward'],
    [{ '1.1': wrong() }, 'A start has been made. Look at this one first: 1.1 affineForward'],
    [{ '1.1': { state: 'done' } }, '1 of 67 TODOs is done. Go on with: 1.2 affineBackward'],
    [{ '1.1': { state: 'not started', waitsFor: '1.2' } }, 'Go on with: 1.2 affineBackward'],
  ] as const)('%j: %s', ([work, text]) => {
    expect(read({ result: resultOf(work) })).toContain(text)
  })

  test('everything is done', () => {
    const all = Object.fromEntries(
      result.parts.flatMap(({ todos }) => todos.map(({ todo }) => [todo, { state: 'done' as const }])),
    )
    const page = read({ result: resultOf(all) })
    expect(page).toContain('Congratulations')
    expect(page).not.toContain('Not started yet')
    expect(page).not.toContain('What to look at')
  })
})

describe('a page with less', () => {
  const cause = 'db is the upstream gradient of the last example alone'

  test('has only the telling sentence, and says that more checks exist', () => {
    const page = read({ detail: 'cause' })
    expect(page).toContain(cause)
    expect(page).not.toContain('1.124')
    expect(page).not.toContain('is linear')
    expect(page).not.toContain('has the right shapes')
    expect(page).toContain(
      'There are 70 checks. For each TODO that is wrong, this page shows what the most telling one says.',
    )
    expect(page).toContain('in assignments/1-fully-connected/README.md')
  })

  test('has only states and points, and says that more checks exist', () => {
    const page = read({ detail: 'points' })
    expect(page).not.toContain(cause)
    expect(page).not.toContain('Took too long')
    expect(page).toContain('1.2 affineBackward ✗ wrong 0 of 3 points')
    expect(page).toContain('There are 70 checks. This page shows the points')
  })
})

describe('a hostile submission', () => {
  const evil = `<script>alert('1')</script>"><img src=x onerror=alert(1)>\0\x1b[31m\u202e`

  test('writes no tag, no attribute and no control character into the page', () => {
    const bad = failing(`${evil} check`, 'crash/other', {
      kind: 'Crashed',
      what: evil,
      values: { call: evil, thrown: evil },
      details: `  ${evil}\n  ${evil}*`,
      open: evil,
    })
    const other = { ...bad, name: `${evil} other` }
    const work = { '1.2': wrong(bad, other, check(evil), check(evil, { state: 'not started', open: evil })) }
    const hostile = resultOf(work, { notes: [evil], isolation: evil, kit: evil })
    for (const detail of ['full', 'cause', 'points'] as const) {
      const page = feedbackPage({ name: evil, result: hostile, detail, course: evil })
      expect(page).not.toMatch(/<(?:script|img)/)
      for (const unseen of ['\0', '\x1b', '\u202e']) expect(page).not.toContain(unseen)
      const tags = Array.from(page.matchAll(/<[a-z][^>]*>/g), ([tag]) => tag.replaceAll(/="[^"]*"/g, ''))
      expect(tags.join('')).not.toMatch(/onerror|alert/)
    }
  })

  test('a page asks for nothing: no script, no network, no other file', () => {
    const page = pageOf()
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/)
    expect(page.match(/(?:src|href)="(?!#)[^"]*"/g)).toBeNull()
    expect(page).toContain("default-src 'none'")
  })
})
