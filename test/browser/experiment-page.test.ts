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
