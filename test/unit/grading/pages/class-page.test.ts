import { describe, expect, test } from 'vitest'
import { classPage } from '#kit/grading/pages/class-page.ts'
import { columnsOf } from '#kit/grading/pages/html/histogram.ts'
import { manifest } from '#kit/course/manifest.ts'
import { check, failing, readable, resultOf, wrong, type Work } from './results.ts'

const named = (...works: Work[]) =>
  works.map((work, i) => ({ name: ['Ada', 'Bob', 'Cy', 'Dee'][i], result: resultOf(work) }))

const last = wrong(failing('agrees with PyTorch', 'affineBackward/db-last-example', { what: 'db' }))
const results = named(
  { '1.1': { state: 'done' }, '1.2': last, '1.3': { state: 'waits', waitsFor: '1.2' } },
  { '1.1': { state: 'done' }, '1.2': last, '1.3': { state: 'done' } },
  { '1.1': { state: 'done' }, '1.2': { state: 'done', checks: [check('something else')] } },
  {},
)

const pageOf = (namesShown = false): string => readable(classPage({ results, namesShown, course: 'CS 101' }))
/** Returns the text of one section. */
const section = (title: string, end: string, page = pageOf()): string => {
  const from = page.slice(page.indexOf(` ${title} `))
  return end === '' ? from : from.slice(0, from.indexOf(` ${end} `))
}

describe('the page of a class', () => {
  test('begins with the numbers', () => {
    expect(pageOf()).toContain('CS 101 The class at a glance')
    expect(pageOf()).toContain(
      'submissions 4 points on average, of 151 2.5 points, the median 2.5 with all points 0',
    )
  })

  test('counts the misconceptions, with their share and what to say', () => {
    expect(section('What the class got wrong', 'Where the class is stuck')).toContain(
      '2 of 4 50 % 1.2 affineBackward db is the upstream gradient of the last example alone: add up those of all ' +
        'examples. Ask All N examples share the same w and b, so each of them contributes to dw and db.',
    )
  })

  test('counts files that do not load once, and not with the mistakes', () => {
    const broken = (path: string) =>
      wrong(
        failing('any', 'file/does-not-load', {
          kind: 'Broken file',
          values: { path: `assignments/1-fully-connected/${path}`, reason: 'SyntaxError' },
        }),
      )
    const layers = { '1.1': broken('layers.ts'), '1.2': broken('layers.ts'), '1.3': broken('layers.ts') }
    const hangs = wrong(
      failing('any', 'limit/endless-loading', {
        kind: 'Took too long',
        values: { path: 'assignments/1-fully-connected/losses.ts', seconds: '15' },
      }),
    )
    const some = named(layers, { ...layers, '1.5': hangs, '1.6': hangs }, { '1.1': { state: 'done' } })
    const page = readable(classPage({ results: some, namesShown: true }))
    expect(section('Files that do not load', 'Where the class is stuck', page)).toMatch(
      /2 of 3 67 % A file does not load .*\/layers\.ts \( Ada, Bob \) 1-fully-connected\/losses\.ts \( Bob \)/,
    )
    expect(page).not.toContain('What the class got wrong')
    expect(section('Checks that nobody passes', '', page)).not.toContain('any')
  })

  test('counts where learners are stuck', () => {
    const text = section('Where the class is stuck', 'TODO by TODO')
    expect(text).toContain('1.2 affineBackward 2 2 wrong 1.1 affineForward 1 1 not started 1.3 reluForward 1')
  })

  test('counts the states of every TODO', () => {
    const text = section('TODO by TODO', 'Checks that nobody passes')
    expect(text).toContain('1 Fully connected networks 2.5 of 30 points on average')
    expect(text).toContain('1.1 affineForward 3 0 0 1 1.2 affineBackward 1 2 0 1 1.3 reluForward 1 0 1 2')
  })

  test('lists the checks that somebody tried and nobody passes, and what nobody has started', () => {
    const text = section('Checks that nobody passes', '')
    expect(text).toContain('1.2 affineBackward agrees with PyTorch (2 learners)')
    expect(text).not.toContain('something else')
    expect(text).toContain('Nobody has started 1.4 reluBackward, 1.5 softmaxLoss')
    const follows = named({ '1.2': wrong(failing('law', 'fault/wrong', { fault: '1.1' })) })
    expect(readable(classPage({ results: follows, namesShown: false }))).toContain(
      'Somebody passes each check',
    )
    const some = named({ '1.2': last }, { '1.2': { state: 'done' } })
    const passed = readable(classPage({ results: some, namesShown: false }))
    expect(passed).toContain('Somebody passes each check that was tried.')
  })

  test('names learners only if asked', () => {
    expect(pageOf()).not.toMatch(/\b(?:Ada|Bob|Cy|Dee)\b/)
    expect(section('What the class got wrong', 'Where the class is stuck', pageOf(true))).toContain(
      'Ada, Bob',
    )
    expect(section('Where the class is stuck', 'TODO by TODO', pageOf(true))).toContain(
      '1.1 affineForward Dee',
    )
  })

  test('escapes names', () => {
    const evil = '<script>alert(1)</script>\u0007'
    const hostile = named({ '1.2': last }).map(({ result }) => ({ name: evil, result }))
    const page = classPage({ results: hostile, namesShown: true, course: evil })
    expect(page).not.toContain('<script')
    expect(page).not.toContain('\u0007')
    expect(page).toContain('&lt;script&gt;')
  })

  test('is there for a class of nobody, of one, and of learners who have done everything', () => {
    expect(classPage({ results: [], namesShown: true })).toContain('There are no submissions.')
    const one = readable(classPage({ results: results.slice(0, 1), namesShown: false }))
    expect(one).toContain('1 of 1 100 %')
    const ids = manifest.flatMap(({ todos }) => todos.map(({ id }) => [id, { state: 'done' as const }]))
    const all = readable(classPage({ results: named(Object.fromEntries(ids)), namesShown: false }))
    expect(all).toContain('1 learner has done everything.')
    expect(all).not.toContain('What the class got wrong')
    expect(all).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('shows ten mistakes and folds the rest', () => {
    const many = Object.fromEntries(
      manifest[0].todos
        .slice(0, 10)
        .map(({ id }) => [id, wrong(failing('law', 'explain/zero', { what: 'x' }))]),
    )
    const more = { ...many, '4.1': many['1.1'], '4.3': many['1.1'] }
    const page = classPage({ results: named(more, more), namesShown: false })
    expect(page).toContain('<summary>2 more mistakes, of at most 2 learners each</summary>')
    expect(page.split('<article').slice(1)).toHaveLength(12)
  })
})

describe('the columns of the histogram', () => {
  test('have a round size, and every learner is in one of them', () => {
    const columns = columnsOf([0, 9, 10, 144, 145], 145)
    expect(columns).toHaveLength(15)
    expect(columns.filter(({ count }) => count > 0)).toEqual([
      { from: 0, to: 9, count: 2 },
      { from: 10, to: 19, count: 1 },
      { from: 140, to: 145, count: 2 },
    ])
  })

  test.for([1, 2, 9, 30, 145, 150, 1000, 20_000])('fit for %d points', (possible) => {
    const values = [0, possible / 3, possible]
    const columns = columnsOf(values, possible)
    expect(columns.length).toBeLessThanOrEqual(15)
    expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(3)
    expect(columns.at(-1)).toMatchObject({ to: possible })
  })
})
