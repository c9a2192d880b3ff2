import { readFileSync } from 'node:fs'
import type { ShownPart } from './shown-parts.ts'

const progressClient = readFileSync(new URL('progress-client.js', import.meta.url), 'utf8')

/** In a list that is too narrow, shows the ends of the paths, which are the file names. */
const pathEnds = `
  [data-testid="explorer-item"][aria-label^="checks/"] .truncate { direction: rtl }
`
/** Hides the project name before each path if there is only one project. */
const noProject = `
  [data-testid="explorer-item"] .truncate > .rounded-full { display: none }
`

/**
 * Returns what is appended to the page of the Vitest UI, both the live page and that of a report: some styles, and a
 * line with the points of every part.
 *
 * @param projects - the number of projects
 * @param parts - the parts for a report, which cannot query a server; an empty list omits the line of points
 */
export function pageAdditions(projects: number, parts?: readonly ShownPart[]): string {
  const style = `<style>${pathEnds}${projects === 1 ? noProject : ''}</style>\n`
  if (parts?.length === 0) return style
  return `${style}<script type="module">\nwindow.kitParts = ${JSON.stringify(parts)}\n${progressClient}</script>\n`
}
