import type { Locator, Page } from 'playwright-core'

/** Finds a line of the list in the Vitest UI. The list keeps lines that have scrolled out of sight. */
export const item = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="explorer-item"][aria-label="${name}"]`).filter({ visible: true })

/** Finds the icon of a line when it shows `pass`, `fail` or `skip`. */
export const status = (page: Page, name: string, state: string): Locator =>
  item(page, name).getByTestId(`status-icon-${state}`)

/**
 * Makes the window high enough for every line of the list, whether files are open or closed.
 *
 * @returns the names of the files from top to bottom, as currently drawn
 */
export async function listedFiles(page: Page): Promise<string[]> {
  await page.setViewportSize({ ...page.viewportSize()!, height: 8000 })
  // The list moves its lines, so their order in the document means nothing.
  const lines = await page
    .locator('[data-testid="explorer-item"]')
    .evaluateAll((all) =>
      all.map((line) => ({ name: line.getAttribute('aria-label')!, top: line.getBoundingClientRect().top })),
    )
  return lines
    .filter(({ name, top }) => name.endsWith('.check.ts') && top > 0)
    .toSorted((a, b) => a.top - b.top)
    .map(({ name }) => name)
}
