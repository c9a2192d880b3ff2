import { expect, onTestFinished, test } from 'vitest'
import { serveLive } from '#kit/commands/train/pages/live-page.ts'
import { reportPage } from '#kit/training/report/report-page.ts'
import { barriersOf } from './axe.ts'
import { exampleReport, strokeOfLine } from './example-report.ts'
import { openPage } from './page.ts'

/** Starts a training whose page counts how often it was made. */
async function startTraining({ period = 1e6 } = {}) {
  let count = 0
  const page = async () => `<!doctype html><title>run</title><h1>Visit ${++count}</h1></html>`
  const training = await serveLive(0, page, period)
  onTestFinished(() => training.close())
  return training
}

test('it follows the training to its end', async () => {
  const training = await startTraining({ period: 50 })
  const page = await openPage(training.address)
  const says = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
  await says('This page follows the training')
  // Accept a later visit too: on a busy machine some may pass unseen.
  await page.getByText(/^Visit ([3-9]|\d\d+)$/).waitFor()
  await training.finish()
  await says('The training is over.')
  const last = await page.locator('h1').textContent()
  training.close()
  expect(last).toMatch(/^Visit \d+$/)
  expect(await page.locator('h1').textContent()).toBe(last)
  expect(await page.getByRole('status').count()).toBe(1)
})

test('it can be read by everyone, also what came after it was opened', async () => {
  let report = { ...exampleReport, metrics: [] as typeof exampleReport.metrics }
  const training = await serveLive(0, async () => reportPage(report), 50)
  onTestFinished(() => training.close())
  const page = await openPage(training.address)
  await page.getByText('no measurements yet').waitFor()
  report = { ...exampleReport }
  await page.getByText('2 of').waitFor()
  await training.finish()
  await page.getByText('The training is over.').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(await page.evaluate(strokeOfLine)).toBe('rgb(255, 157, 92)')
})

test('it says when the training is gone', async () => {
  const training = await startTraining()
  const page = await openPage(training.address)
  await page.getByText('This page follows the training').waitFor()
  // The message appears even if the browser has not connected for updates yet.
  training.close()
  await page.getByText('The training has stopped or does not answer').waitFor()
  expect(await page.locator('h1').textContent()).toBe('Visit 1')
})
