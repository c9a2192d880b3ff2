import { readFileSync } from 'node:fs'
import type { ShownPart } from './shown-parts.ts'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

const progressClient = read('progress-client.js')
const readableClient = read('readable-client.js')
const readable = read('readable.css')

/** In a list that is too narrow, shows the ends of the paths, which are the file names. */
const pathEnds = `
  [data-testid="explorer-item"][aria-label^="checks/"] .truncate { direction: rtl }
`
/** Hides the project name before each path if there is only one project. */
const noProject = `
  [data-testid="explorer-item"] .truncate > .rounded-full, [data-testid="file-detail"] .bg-header > .rounded-full { display: none }
`

/**
 * Returns the page with a title of its own, and without its links to fonts in the network. The fonts of the system do as
 * well.
 */
export const asOurs = (html: string): string =>
  html
    .replace('<title>Vitest</title>', `<title>${TITLE}</title>`)
    .replaceAll(/[ \t]*<link\b[^>]*\bfonts\.(?:googleapis|gstatic)\.com[^>]*>\n?/g, '')

/** Among the tabs of a browser, the first words are all that is seen. */
const TITLE = 'Checks of your network'

/**
 * Returns what is appended to the page of the Vitest UI, both the live page and that of a report: some styles, names
 * for what has none, and a line with the points of every part.
 *
 * @param projects - the number of projects
 * @param parts - the parts for a report, which cannot query a server; an empty list omits the line of points
 */
export function pageAdditions(projects: number, parts?: readonly ShownPart[]): string {
  const style = `<style>${readable}${pathEnds}${projects === 1 ? noProject : ''}</style>\n`
  const known = `<script>window.kitParts = ${JSON.stringify(parts)}</script>\n`
  const scripts = parts?.length === 0 ? [readableClient] : [readableClient, progressClient]
  return style + known + scripts.map((code) => `<script type="module">\n${code}</script>\n`).join('')
}
