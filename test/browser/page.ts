import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** Where Chromium or Chrome is installed, if it is. */
const browserPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path))

/** How long to wait for what a page shows, and how often to look, in milliseconds: the machine may be busy. */
export const PATIENCE = { timeout: 60_000, interval: 200 }

/** A page in a browser of its own, closed when the test ends. What goes wrong in it is an error of the test. */
export async function openPage(url: string, { width = 1400, height = 900 } = {}): Promise<Page> {
  if (!browserPath)
    throw new Error(`These tests need one of these programs on the PATH: ${NAMES.join(', ')}.`)
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width, height } })
  await page.goto(url)
  return page
}
