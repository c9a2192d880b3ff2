import { expect, test } from 'vitest'
import { reportPage } from '#kit/training/report/report-page.ts'
import { barriersOf } from './axe.ts'
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

test.each(['light', 'dark'] as const)(
  'it fits a telephone, and can be read by everyone, %s',
  async (colorScheme) => {
    const picture = { width: 32, height: 32, data: new Uint8Array(3 * 32 * 32).fill(90) }
    const classNames = ['airplane', 'automobile']
    const answer = { index: 0, label: 1, predicted: 0, confidence: 0.9 }
    const confusion = [
      [3, 1],
      [2, 4],
    ]
    const page = await openPage('about:blank', { width: 420 })
    await page.emulateMedia({ colorScheme })
    await page.setContent(
      reportPage({
        name: 'two-layer',
        description: 'affine - ReLU - affine - softmax',
        settings: { hidden: '100,100,100,100,100,100,100,100,100,100,100,100,100,100', updateRule: 'adam' },
        time: '4 s',
        metrics: [0, 1, 2].map((epoch) => ({
          type: 'epoch',
          step: epoch,
          epoch,
          trainAccuracy: epoch / 3,
          validationAccuracy: epoch / 4,
        })),
        verdicts: ['good'],
        filters: { first: picture, now: picture, shown: 4, all: 4 },
        examination: {
          accuracy: 0.7,
          confusion,
          hits: [{ ...answer, label: 0 }],
          misclassifications: [answer],
        },
        classNames,
        imageOf: () => picture,
      }),
    )
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420)
    expect(await barriersOf(page)).toEqual([])
    // A line is as bright on a dark page as its colour in the dark says.
    const line = `document.querySelector('.charts path[stroke="#d55e00"]')`
    const stroke = await page.evaluate(`getComputedStyle(${line}).stroke`)
    expect(stroke).toBe(colorScheme === 'dark' ? 'rgb(255, 157, 92)' : 'rgb(213, 94, 0)')
    const dark = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(dark).toBe(colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)')
  },
)
