import { expect, onTestFinished, test, vi } from 'vitest'
import { RunningVitest } from '../support/running-vitest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { barriersOf } from './axe.ts'
import { openPage, PATIENCE } from './page.ts'
import * as list from './ui-list.ts'

const CHECKS = ['1-layers', '5-fully-connected-net'].map(
  (name) => `checks/1-fully-connected/${name}.check.ts`,
)

/** Starts the Vitest UI for two check files. */
async function startUi(kit: TemporaryKit): Promise<{ vitest: RunningVitest; address: string }> {
  const options = ['--ui', '--open=false', '--watch', '--api.port=0', ...CHECKS]
  const vitest = new RunningVitest(kit.root, ...options)
  const address = /http:\/\/localhost:\S+token=\S+/
  await vitest.sees(address)
  return { vitest, address: address.exec(vitest.output)![0] }
}

test('in the Vitest UI a mistake is explained, and turns green when it is mended', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1', (code) => code.replace('add(matmul(rows, w), b)', 'matmul(rows, w)'))
  // npx names this editor to everyone who has named none. In the terminal of Vitest it would take Vitest's keys.
  vi.stubEnv('LAUNCH_EDITOR', 'vi')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { vitest, address } = await startUi(kit)
  const page = await openPage('about:blank')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).host))
  await page.goto(address)
  const item = (name: string) => list.item(page, name)
  const status = (name: string, state: string) => list.status(page, name, state)

  await status('1.1 affineForward', 'fail').waitFor(PATIENCE)
  await status('1.3 reluForward', 'skip').waitFor(PATIENCE)
  // In the terminal the run ends as without the UI.
  await vitest.sees('Watching for file changes')
  await vitest.sees(`The checks in your browser:\n  ${address}`)
  expect(await page.title()).toBe('Checks of your network')

  await page.getByPlaceholder('Search').fill('1.1 affineForward')
  // The list moves while results come in.
  await vi.waitFor(async () => {
    await item('agrees with PyTorch').first().click({ timeout: 1000 })
    await page.getByTestId('report').getByText('out is wrong in').first().waitFor({ timeout: 1000 })
  }, PATIENCE)
  const shown = await page.locator('body').innerText()
  expect(shown).toContain('Explained in: assignments/1-fully-connected/README.md')
  expect(shown.split('Your code:')).toHaveLength(2)

  expect(await page.getByText('Test Meta').isVisible()).toBe(false)
  const report = page.getByTestId('report')
  await report
    .getByRole('link', { name: /^assignments\/1-fully-connected\/README\.md:\d+$/ })
    .waitFor(PATIENCE)
  await report.getByRole('link', { name: /^assignments\/1-fully-connected\/layers\.ts:\d+$/ }).click()
  await report.getByText('No editor was found that opens in a window.').waitFor(PATIENCE)
  await expect.poll(() => barriersOf(page), PATIENCE).toEqual([])
  await page.getByTestId('btn-code').click()
  await page.locator('.CodeMirror-code').waitFor(PATIENCE)
  await expect.poll(() => barriersOf(page), PATIENCE).toEqual([])
  await page.getByTestId('btn-report').click()
  // The stripes of a run under way are a thin line, and all parts fit on a phone.
  expect(await page.locator('#app > .h-3px').evaluate(({ clientHeight }) => clientHeight)).toBeLessThan(10)
  await page.setViewportSize({ width: 420, height: 800 })
  const footer = page.locator('#kit-progress')
  expect(await footer.evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(420)
  await page.setViewportSize({ width: 1400, height: 900 })
  // Nothing comes from the network.
  expect(asked.filter((host) => host !== '' && !host.startsWith('localhost:'))).toEqual([])

  await page.getByPlaceholder('Search').fill('1.3 reluForward')
  await vi.waitFor(async () => {
    await item('agrees with PyTorch').first().click({ timeout: 1000 })
    await report.getByText(/Neither passed nor failed: TODO 1\.3 .*layers\.ts:\d+/).waitFor({ timeout: 1000 })
  }, PATIENCE)
  await expect.poll(() => report.getByText('The test has passed').isVisible(), PATIENCE).toBe(false)
  await expect.poll(() => barriersOf(page), PATIENCE).toEqual([])
  expect(await page.getByText('part-1', { exact: true }).first().isVisible()).toBe(true)

  const part = (text: string) => page.locator('#kit-progress').getByRole('button', { name: text })
  await part('2 Normalization 0/30').click()
  await vi.waitFor(async () => expect(await item('1.1 affineForward').count()).toBe(0), PATIENCE)
  await part('1 Fully connected networks 0/30').click()
  await status('1.1 affineForward', 'fail').waitFor(PATIENCE)

  const path = 'assignments/1-fully-connected/layers.ts'
  kit.write(
    path,
    kit
      .read(path)
      .replace('out: matmul(rows, w)', 'out: add(matmul(rows, w), b)')
      .replace('const out = matmul(rows, w)', 'const out = add(matmul(rows, w), b)'),
  )
  await status('1.1 affineForward', 'pass').waitFor(PATIENCE)
  await part('1 Fully connected networks 2/30').click(PATIENCE)
  expect(await page.getByPlaceholder('Search').inputValue()).toBe('')
  await expect.poll(() => list.listedFiles(page), PATIENCE).toEqual(CHECKS)

  const { status: withoutToken } = await fetch(new URL('kit-progress', new URL(page.url())))
  expect(withoutToken).toBe(403)
  kit.write('.kit/progress.json', '{')
  await page.locator('#kit-progress').getByText('.kit/progress.json is damaged').waitFor(PATIENCE)
})
