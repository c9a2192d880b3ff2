import { expect, test } from 'vitest'
import { classPage } from '#kit/grading/pages/class-page.ts'
import { feedbackPage } from '#kit/grading/pages/feedback-page.ts'
import { check, failing, resultOf, wrong, type Work } from '../unit/grading/pages/results.ts'
import { barriersOf } from './axe.ts'
import { openPage } from './page.ts'

/** A line that is wider than any window, and a word that is wider than a telephone. */
const LINE = `  w = (1,) [${'0.123456, '.repeat(60)}] 1.5*`
const WORD = 'affineBackward'.repeat(12)

const failed = failing('agrees with PyTorch', 'affineBackward/db-last-example', { what: 'db', details: LINE })
const other = failing('is linear', 'linear/in-dout', { values: { name: WORD }, details: LINE })
const work: Work = {
  '1.1': { state: 'done', earnedWith: ['1.3'] },
  '1.2': wrong(
    failed,
    other,
    check('has the right shapes'),
    check('needs 1.3', { state: 'not started', open: '1.3' }),
  ),
  '1.4': { state: 'waits', waitsFor: '1.2' },
  '1.6': { state: 'not run' },
  '1.7': wrong(
    failing('loads', 'file/does-not-load', {
      kind: 'Broken file',
      values: { path: `assignments/1-fully-connected/${WORD}.ts`, reason: 'SyntaxError' },
    }),
  ),
  '1.15': wrong(
    failing('stops', 'limit/endless', { kind: 'Took too long', values: { call: WORD, seconds: '5' } }),
  ),
}
const result = resultOf(work, { notes: [`${WORD} is missing.`] })
const results = [
  { name: WORD, result },
  { name: 'Ada', result },
  { name: 'Bob', result: resultOf({ '1.1': { state: 'done' } }) },
]
const course = 'Convolutional Neural Networks for Visual Recognition'

const pages: Record<string, () => string> = {
  'feedback with everything': () =>
    feedbackPage({ name: WORD, result, detail: 'full', course, when: new Date() }),
  'feedback with causes': () => feedbackPage({ name: 'Ada', result, detail: 'cause' }),
  'feedback with points': () => feedbackPage({ name: 'Ada', result, detail: 'points' }),
  'a class with names': () => classPage({ results, namesShown: true, course }),
  'a class without names': () => classPage({ results, namesShown: false }),
}

test.each(Object.keys(pages))('%s: can be read by everyone, and fits any width', async (name) => {
  const page = await openPage('about:blank')
  // The page allows no script, not even that of axe.
  await page.setContent(pages[name]().replace(/<meta http-equiv[^>]*>/, ''))
  // What is folded must be readable as well.
  await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')))
  expect(await barriersOf(page)).toEqual([])
  for (const width of [320, 420, 700, 1400]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate('document.documentElement.scrollWidth'), String(width)).toBeLessThanOrEqual(
      width,
    )
  }
})

test('a name cannot run as a script, and the page loads nothing', async () => {
  const page = await openPage('about:blank')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  const evil = `<script>alert(1)</script><img src="http://localhost:1/x.png" onerror="alert(2)">`
  await page.setContent(feedbackPage({ name: evil, result, detail: 'full' }))
  await page.setContent(classPage({ results: [{ name: evil, result }], namesShown: true }))
  await page.waitForLoadState('networkidle')
  expect(asked).toEqual([])
  expect(await page.locator('bdi').first().textContent()).toBe(evil)
})

test('what a reader has unfolded is printed, and nothing else', async () => {
  const page = await openPage('about:blank')
  await page.setContent(pages['feedback with everything']())
  await page.getByText('1 check passes').click()
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByText('has the right shapes').isVisible()).toBe(true)
  expect(await page.getByText('1 more check fails').isVisible()).toBe(false)
  expect(await page.getByText('is linear').isVisible()).toBe(false)
})

test('a cell of the map leads to what is wrong', async () => {
  const page = await openPage('about:blank')
  await page.setContent(pages['feedback with everything']())
  const place = page.locator('#todo-1-15')
  await page.getByRole('link', { name: '1.15 FullyConnectedNet: scores: wrong' }).click()
  expect((await place.boundingBox())!.y).toBeLessThan(900)
})

test('on a telephone, every bar of the class is seen, and no two numbers touch', async () => {
  const page = await openPage('about:blank', { width: 420 })
  await page.setContent(pages['a class without names']())
  for (const bars of await page.locator('.bars').all())
    expect((await bars.boundingBox())!.width).toBeGreaterThan(60)
  expect((await page.locator('.stuck tbody tr').first().innerText()).replaceAll(/\s+/g, ' ')).toMatch(
    /^\d\.\d+ \D+(?:\d [a-z][a-z ]*)+$/,
  )
})
