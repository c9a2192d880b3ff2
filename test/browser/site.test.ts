import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { barriersOf } from './axe.ts'
import { openPage, PATIENCE } from './page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Pages with wide content: formulas, tables, terminal output, and long names in titles and lists. */
const PAGES = [
  'index.html',
  'Guide/A_learner_s_walk.html',
  'Handouts/Part_4__Convolution.html',
  'kit/layers.html',
  'kit/layers/convBatchnormReluForward.html',
]

describe('the pages of the site', () => {
  let site: string
  beforeAll(() => {
    site = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-site-'))
    const typedoc = join(root, 'node_modules/typedoc/bin/typedoc')
    const options = join(root, 'docs/typedoc/typedoc.config.js')
    execFileSync(process.execPath, [typedoc, '--options', options, '--out', site, '--logLevel', 'Error'])
  })
  afterAll(() => rmSync(site, { recursive: true, force: true }))

  test.each([400, 1400])('do not scroll sideways at %d pixels', async (width) => {
    const page = await openPage('about:blank', { width })
    for (const path of PAGES) {
      await page.goto(pathToFileURL(join(site, path)).href, { waitUntil: 'domcontentloaded' })
      const sideways = await page
        .locator('html, pre:has(> code.text)')
        .evaluateAll((boxes) =>
          boxes
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ tagName, textContent }) => (tagName === 'PRE' ? textContent : 'the page')),
        )
      expect(sideways, path).toEqual([])
    }
  })
  test.each(['light', 'dark'] as const)('can be read and used by everyone, %s', async (colorScheme) => {
    const page = await openPage('about:blank')
    await page.emulateMedia({ colorScheme })
    for (const path of PAGES.filter((each) => !each.includes('walk'))) {
      await page.goto(pathToFileURL(join(site, path)).href)
      // TypeDoc puts links into headings that open and close.
      expect(await barriersOf(page, ['nested-interactive']), path).toEqual([])
    }
  })

  test.each(['padding', 'momentum', 'overfitting'])(
    'explain "%s" before the API, in the search',
    async (word) => {
      const page = await openPage(pathToFileURL(join(site, 'index.html')).href)
      await page.locator('#tsd-search-trigger').click()
      await page.locator('#tsd-search-input').fill(word)
      const results = page.locator('#tsd-search-results li[role="option"]')
      await results.first().waitFor(PATIENCE)
      const links = results.locator('a')
      const first = (await links.first().getAttribute('href'))!
      expect(first).toMatch(new RegExp(`(?:Handouts|Guide)/.*${word}$`))
      await links.first().click()
      expect(await page.locator(`[id="${first.split('#')[1]}"]`).innerText()).toMatch(new RegExp(word, 'i'))
    },
  )

  test('lead from the page of a TODO to its section of the handout', async () => {
    const page = await openPage('about:blank')
    await page.goto(pathToFileURL(join(site, 'todo/4.2.html')).href)
    await page.waitForURL(/\/Handouts\/Part_4__Convolution\.html#42-convbackward$/)
    // The browser may still be scrolling.
    await vi.waitFor(async () => {
      const heading = await page.locator('h2', { hasText: /^4\.2 convBackward/ }).boundingBox()
      expect(heading!.y).toBeGreaterThan(0)
      expect(heading!.y).toBeLessThan(200)
    }, PATIENCE)
  })
})
