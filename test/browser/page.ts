import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { LONGEST_WAIT } from '../support/longest-wait.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of an installed Chromium or Chrome, if there is one. */
const browserPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path))

/** How long to wait for the content of a page, and how often to look, in milliseconds. */
export const PATIENCE = { timeout: LONGEST_WAIT, interval: 200 }

/** Opens a page in a separate browser, which is closed when the test ends. */
export async function openPage(url: string, { width = 1400, height = 900 } = {}): Promise<Page> {
  if (!browserPath)
    throw new Error(`These tests need one of these programs on the PATH: ${NAMES.join(', ')}.`)
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width, height } })
  page.setDefaultTimeout(LONGEST_WAIT)
  await page.goto(url)
  return page
}
