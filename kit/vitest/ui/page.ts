import { readFileSync } from 'node:fs'
import { manifest } from '../../course/manifest.ts'
import type { ShownPart } from './shown-parts.ts'

const client = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const orderClient = client('order-client.js')
const progressClient = client('progress-client.js')
const notStartedClient = client('not-started-client.js')

/** The check files, in the order in which a learner meets them. */
const order = [...new Set(manifest.flatMap(({ todos }) => todos.map(({ checks }) => checks)))]

/** A list that is too narrow shows the ends of the paths, which are the names of the files. */
const pathEnds = `
  [data-testid="explorer-item"][aria-label^="checks/"] .truncate { direction: rtl }
`
/** The name of the project before each path, where there is one project, says nothing. */
const noProject = `
  [data-testid="explorer-item"] .truncate > .rounded-full { display: none }
`

/**
 * What is added to the end of the page of the Vitest UI, the live one and that of a report, which are the same program: its
 * list comes in the order of the course, a check that is not started is not said to pass, and below it stand the points of
 * every part.
 *
 * @param projects - how many there are
 * @param parts - for a report, which has nobody to ask for them; without any, it has no line of points
 */
export function pageScripts(projects: number, parts?: readonly ShownPart[]): string {
  const modules = [notStartedClient, ...(parts?.length === 0 ? [] : [progressClient])]
  return [
    `<style>${pathEnds}${projects === 1 ? noProject : ''}</style>\n`,
    // No module, so that it runs before the program of the page, which is one.
    `<script>\nwindow.kit = ${JSON.stringify({ order, parts })}\n${orderClient}</script>\n`,
    // Modules, so that none gets in the way of another.
    ...modules.map((code) => `<script type="module">\n${code}</script>\n`),
  ].join('')
}
