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
 * Returns what on a page keeps people from using it: too little contrast, controls without a name, and so on.
 *
 * @param ignored - rules to leave out
 */
export async function barriersOf(page: Page, ignored: readonly string[] = []): Promise<string[]> {
  await page.addScriptTag({ path: script })
  const rules = Object.fromEntries(ignored.map((id) => [id, { enabled: false }]))
  const options = JSON.stringify({ runOnly: LEVELS, rules })
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
  )
}
