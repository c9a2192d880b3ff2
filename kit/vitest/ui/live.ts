import type { ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { isValidApiRequest, type Vitest } from 'vitest/node'
import { pageScripts } from './page.ts'
import { shownParts } from './shown-parts.ts'

/**
 * A Vite plugin that adds to the page of the live Vitest UI what the kit wants there, {@link pageScripts}. The points of
 * the parts, for which the UI has no place, are kept up to date from the record of progress.
 */
export function liveUi(): Plugin {
  let vitest: Vitest | undefined
  return {
    name: 'live-ui',
    configureVitest(context) {
      vitest = context.vitest
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { uiBase: base, root } = vitest?.config ?? {}
        const { pathname } = new URL(request.url ?? '/', 'http://localhost')
        if (pathname === base) appendScripts(response, vitest!.projects.length)
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

/** Adds the scripts to the page that is going to be sent. */
function appendScripts(response: ServerResponse, projects: number): void {
  const end = response.end.bind(response)
  response.end = ((...args: Parameters<typeof end>) => {
    const isPage = String(response.getHeader('content-type')).startsWith('text/html')
    if (response.statusCode === 200 && isPage) response.write(pageScripts(projects))
    return end(...args)
  }) as typeof end
}
