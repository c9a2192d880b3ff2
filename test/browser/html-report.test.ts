import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { pageAdditions } from '#kit/vitest/ui/page.ts'
import { shownParts } from '#kit/vitest/ui/shown-parts.ts'
import { RunningVitest } from '../support/running-vitest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { barriersOf } from './axe.ts'
import { openPage, PATIENCE } from './page.ts'
import { item, listedFiles, status } from './ui-list.ts'

const PART_1 = [...new Set(manifest[0].todos.map(({ checks }) => checks))]

test('the HTML report shows the files in the order of the course, the points, and what is not started', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  const vitest = new RunningVitest(kit.root, 'run', '--reporter=html', '1-fully-connected')
  await vitest.sees('open .vitest/index.html')
  // The reporters that always run do so only once.
  expect(vitest.count('2 of 30 points')).toBe(1)

  const page = await openPage(pathToFileURL(join(kit.root, '.vitest/index.html')).href)
  const part = (name: string) => page.getByRole('button', { name })
  await part('1 Fully connected networks 2/30').waitFor()
  await expect.poll(() => listedFiles(page), PATIENCE).toEqual(PART_1)

  const report = page.getByTestId('report')
  await page.getByPlaceholder('Search').fill('1.1 affineForward')
  await status(page, '1.1 affineForward', 'pass').waitFor()
  // The list moves its lines after a search, so a click may be lost.
  const opens = (text: string | RegExp) =>
    vi.waitFor(async () => {
      await item(page, 'agrees with PyTorch').first().click({ timeout: 1000 })
      await report.getByText(text).waitFor({ timeout: 1000 })
    }, PATIENCE)
  await opens('has passed')
  expect(await barriersOf(page)).toEqual([])

  await page.getByPlaceholder('Search').fill('1.3 reluForward')
  await status(page, '1.3 reluForward', 'skip').waitFor()
  await opens(/Neither passed nor failed: TODO 1\.3 .*layers\.ts:\d+/)
  await expect.poll(() => report.getByText('has passed').isVisible(), PATIENCE).toBe(false)

  const last = part('6 CIFAR-10 0/15')
  await last.press('Enter')
  await expect.poll(() => last.getAttribute('aria-pressed'), PATIENCE).toBe('true')
  // The button still has the focus.
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByPlaceholder('Search').inputValue(), PATIENCE).toBe('')

  await page.setViewportSize({ width: 500, height: 800 })
  const { x, width } = (await last.boundingBox())!
  expect(x + width).toBeLessThanOrEqual(500)
})

test('a page without a search field stays as it is', async () => {
  const kit = new TemporaryKit()
  const file = join(kit.root, 'page.html')
  writeFileSync(file, `<div id="app"></div>${pageAdditions(1, shownParts(kit.root))}`)
  const page = await openPage(pathToFileURL(file).href)
  const line = page.locator('#kit-progress')
  expect(await line.count()).toBe(0)
  // The line would be there by now: with a search field it is.
  await page.locator('#app').evaluate((app) => (app.innerHTML = '<input placeholder="Search">'))
  await expect.poll(() => line.getByRole('button').count(), PATIENCE).toBe(manifest.length)
})
