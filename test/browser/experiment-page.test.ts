import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Experiment, Show } from '#kit/experiments/experiment.ts'
import { writePage } from '#kit/experiments/page.ts'
import { barriersOf } from './axe.ts'
import { openPage } from './page.ts'
import { temporaryFolder } from '../support/folders.ts'

const experiment: Experiment = {
  title: 'Update rules',
  description: 'The same network, with different update rules.',
  questions: ['Which one falls fastest?'],
  whatToSee: 'Adam falls fastest.',
  trainings: () => [],
  show: () => ({ charts: [] }),
}
const show: Show = {
  charts: [
    {
      name: 'loss',
      chart: { title: 'Loss', xLabel: 'epoch', yLabel: 'loss', series: [{ name: 'adam', values: [[0, 2]] }] },
    },
  ],
  pictures: [
    { name: 'filters', caption: 'filters', picture: { width: 2, height: 2, data: new Uint8Array(12) } },
  ],
  measured: { caption: 'Times', rows: [['layer', 'time']] },
  missing: ['The filters appear once TODO 5.6 is written.'],
}

test('the page of an experiment can be read by everyone', async () => {
  const folder = temporaryFolder()
  const columns = Array.from({ length: 12 }, (_, i) => `a wide column ${i}`)
  const path = await writePage(folder, experiment, show, [columns, columns], 'On 1,000 images, seed 0.')
  const page = await openPage(pathToFileURL(path).href)
  expect(await barriersOf(page)).toEqual([])
})

test('on a telephone, its numbers stay on one line and its charts have letters of at least 9 pixels', async () => {
  const folder = temporaryFolder()
  const rows = [
    ['', 'final loss', 'best train', 'best validation'],
    ['batchnorm', '1.915', '47.9 %', '28.4 %'],
  ]
  const path = await writePage(folder, experiment, show, rows, 'On 1,000 images, seed 0.')
  const page = await openPage(pathToFileURL(path).href, { width: 420 })
  const letters = await page.evaluate(
    '(({ width, naturalWidth }) => (12 * width) / naturalWidth)(document.images[0])',
  )
  expect(letters).toBeGreaterThan(9)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420)
  await page.setViewportSize({ width: 250, height: 900 })
  const { height } = (await page.getByText('47.9 %').boundingBox())!
  expect(height).toBeLessThan(40)
})
