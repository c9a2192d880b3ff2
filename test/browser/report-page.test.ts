import { expect, test } from 'vitest'
import { reportPage } from '#kit/training/report/report-page.ts'
import { barriersOf } from './axe.ts'
import { exampleReport, strokeOfLine } from './example-report.ts'
import { openPage } from './page.ts'

test('filters can be made out in a window of any width, and keep their shape', async () => {
  const page = await openPage('about:blank')
  // The pictures of 16 filters of 3 x 3, 48 of 6 x 6, 30 of 7 x 7 and 64 of 32 x 32.
  for (const [width, height] of [
    [17, 17],
    [50, 50],
    [49, 41],
    [265, 265],
  ]) {
    const picture = { width, height, data: new Uint8Array(3 * width * height) }
    const report = {
      name: 'three-layer',
      description: 'conv - ReLU',
      settings: { epochs: 2 },
      time: '4 min 22 s',
      metrics: [],
      verdicts: [],
      filters: { first: picture, now: picture, shown: 64, all: 500 },
      classNames: ['plane', 'car', 'bird'],
      imageOf: () => picture,
    }
    await page.setContent(reportPage(report))
    expect(await page.textContent('h2 >> nth=0')).toBe('Filters of the first layer, 64 of 500')
    for (const room of [1200, 400]) {
      await page.setViewportSize({ width: room, height: 900 })
      const drawn = (await page.locator('img').first().boundingBox())!
      expect(drawn.width).toBeGreaterThan(300)
      expect(drawn.width).toBeLessThanOrEqual(Math.min(560, room))
      expect(drawn.width / drawn.height).toBeCloseTo(width / height, 1)
    }
  }
})

test('it can be read by everyone, and fits a telephone', async () => {
  const page = await openPage('about:blank')
  await page.setContent(reportPage(exampleReport))
  expect(await barriersOf(page)).toEqual([])
  await page.setViewportSize({ width: 420, height: 900 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420)
})

test.each([
  { colorScheme: 'light', line: 'rgb(213, 94, 0)', ground: 'rgb(255, 255, 255)' },
  { colorScheme: 'dark', line: 'rgb(255, 157, 92)', ground: 'rgb(13, 17, 23)' },
] as const)('it is $colorScheme where such pages are preferred', async ({ colorScheme, line, ground }) => {
  const page = await openPage('about:blank')
  await page.emulateMedia({ colorScheme })
  await page.setContent(reportPage(exampleReport))
  expect(await page.evaluate(strokeOfLine)).toBe(line)
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(ground)
})
