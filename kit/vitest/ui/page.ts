import { readFileSync } from 'node:fs'
import { manifest } from '../../course/manifest.ts'
import type { ShownPart } from './shown-parts.ts'

const client = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const orderClient = client('order-client.js')
const progressClient = client('progress-client.js')
const notStartedClient = client('not-started-client.js')

/** The check files, in the order of the course. */
const order = [...new Set(manifest.flatMap(({ todos }) => todos.map(({ checks }) => checks)))]

/** In a list that is too narrow, shows the ends of the paths, which are the file names. */
const pathEnds = `
  [data-testid="explorer-item"][aria-label^="checks/"] .truncate { direction: rtl }
`
/** Hides the project name before each path if there is only one project. */
const noProject = `
  [data-testid="explorer-item"] .truncate > .rounded-full { display: none }
`

/**
 * Returns what is appended to the page of the Vitest UI, both the live page and that of a report. It lists check files
 * in the order of the course, does not show checks that are not started as passed, and adds a line with the points of
 * every part.
 *
 * @param projects - the number of projects
 * @param parts - the parts for a report, which cannot query a server; an empty list omits the line of points
 */
export function pageScripts(projects: number, parts?: readonly ShownPart[]): string {
  const modules = [notStartedClient, ...(parts?.length === 0 ? [] : [progressClient])]
  return [
    `<style>${pathEnds}${projects === 1 ? noProject : ''}</style>\n`,
    // A classic script, so that it runs before the page's program, which is a module.
    `<script>\nwindow.kit = ${JSON.stringify({ order, parts })}\n${orderClient}</script>\n`,
    // Modules, so that their names do not collide.
    ...modules.map((code) => `<script type="module">\n${code}</script>\n`),
  ].join('')
}
