import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { isValidApiRequest, type Vitest } from 'vitest/node'
import { partsOf } from './known-parts.ts'
import { tagOf } from './manifest.ts'
import { statesOf } from './part-lines.ts'
import { readRecord } from './record.ts'

const clients = ['ui-progress-client.js', 'ui-not-started-client.js'].map((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8'),
)

/** What has been earned in one part, as the page shows it. */
interface ShownPart {
  number: number
  title: string
  /** What the search of the UI finds its checks by. */
  tag: string
  /** Points. */
  earned: number
  /** Points of the TODOs that are not right. */
  wrong: number
  possible: number
  /** How many TODOs are in which state: `5 done, 1 wrong`. */
  states: string
}

/**
 * A Vite plugin that shows the points of every part in the Vitest UI, which has no place for them: a line below its page,
 * kept up to date from the record of progress. And of a check that is not started the UI no longer says that it passes.
 */
export function progressInUi(): Plugin {
  let vitest: Vitest | undefined
  return {
    name: 'progress-in-ui',
    configureVitest(context) {
      vitest = context.vitest
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { uiBase: base, root } = vitest?.config ?? {}
        const { pathname } = new URL(request.url ?? '/', 'http://localhost')
        if (pathname === base) appendScripts(response)
        if (pathname !== `${base}kit-progress`) return next()
        // As for everything in the UI, the token of this run is asked for.
        if (!isValidApiRequest(vitest!.config, request)) return response.writeHead(403).end()
        try {
          response.setHeader('content-type', 'application/json').end(JSON.stringify(shownParts(root!)))
        } catch (error) {
          response.writeHead(500).end((error as Error).message)
        }
      })
    },
  }
}

/** Modules, so that none gets in the way of another. */
const scripts = clients.map((client) => `<script type="module">\n${client}</script>\n`).join('')

/** Adds the scripts to the page that is going to be sent. */
function appendScripts(response: ServerResponse): void {
  const end = response.end.bind(response)
  response.end = ((...args: Parameters<typeof end>) => {
    const isPage = String(response.getHeader('content-type')).startsWith('text/html')
    if (response.statusCode === 200 && isPage) response.write(scripts)
    return end(...args)
  }) as typeof end
}

function shownParts(root: string): ShownPart[] {
  return partsOf(readRecord(root), root).map(({ part, todos, earned, possible }) => {
    const wrong = todos.filter(({ state }) => state === 'wrong')
    return {
      number: part.number,
      title: part.title,
      tag: tagOf(part),
      earned,
      wrong: wrong.reduce((points, { todo }) => points + todo.points, 0),
      possible,
      states: statesOf(todos)
        .map(([count, state]) => `${count} ${state}`)
        .join(', '),
    }
  })
}
