import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Violation {
  id: string
  nodes: { html: string; any: { message: string }[] }[]
}

/** The levels A and AA of the Web Content Accessibility Guidelines 2.1. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

/**
 * Returns what on a page keeps people from using it: too little contrast, controls without a name, and so on. It looks
 * at the page on a telephone and on a wide screen, in light and dark colours, and leaves it dark and wide.
 *
 * @param ignored - rules to leave out
 */
export async function barriersOf(page: Page, ignored: readonly string[] = []): Promise<string[]> {
  await page.addScriptTag({ path: script })
  await page.addStyleTag({ content: '* { transition: none !important }' })
  const rules = Object.fromEntries(ignored.map((id) => [id, { enabled: false }]))
  const options = JSON.stringify({ runOnly: LEVELS, rules })
  const found: string[] = []
  for (const width of [420, 1400]) {
    await page.setViewportSize({ width, height: 900 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      // Some pages change their colours themselves.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
      const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, ${options})`)
      for (const { id, nodes } of violations)
        for (const { html, any } of nodes)
          found.push(`${colorScheme}, ${width} px, ${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`)
    }
  }
  return found
}
