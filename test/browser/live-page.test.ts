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
  await training.finish(true)
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
  await training.finish(true)
  await page.getByText('The training is over.').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(await page.evaluate(strokeOfLine)).toBe('rgb(255, 157, 92)')
})

test('it says when the training has stopped, and goes on when it is resumed', async () => {
  const training = await startTraining()
  const page = await openPage(training.address)
  await page.getByText('Visit 2').waitFor()
  await training.finish(false)
  training.close()
  await page.getByText('The training has stopped or does not answer').waitFor()
  expect(await page.locator('h1').textContent()).toBe('Visit 3')

  const port = Number(new URL(training.address).port)
  const resumed = await serveLive(port, async () => '<title>run</title><h1>Resumed</h1>', 1e6)
  onTestFinished(() => resumed.close())
  await page.getByText('Resumed').waitFor()
  await page.getByText('This page follows the training').waitFor()
})

test('an update leaves what is the same to the reader: the place, the selection, the focus', async () => {
  const rest = '<p tabindex="0" style="overflow: auto; height: 2rem">a<br>b<br>c<br>d</p>'
  let html = `<title>run</title><main><h1>Visit 1</h1>${rest}</main></html>`
  const training = await serveLive(0, async () => html, 50)
  onTestFinished(() => training.close())
  const page = await openPage(training.address)
  await page.getByText('This page follows the training').waitFor()
  await page.evaluate(`{
    const p = document.querySelector('main p')
    p.focus()
    p.scrollTop = 20
    getSelection().selectAllChildren(p)
  }`)
  html = html.replace('Visit 1', 'Visit 2').replace('</main>', '<p>more</p></main>')
  await page.getByText('more').waitFor()
  expect(
    await page.evaluate(
      '[document.activeElement.textContent, document.activeElement.scrollTop, String(getSelection()).length]',
    ),
  ).toEqual(['abcd', 20, 7])
})
