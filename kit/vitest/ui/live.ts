import type { ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { isValidApiRequest, type Vitest } from 'vitest/node'
import { NO_EDITOR, opensWindow } from './opens-window.ts'
import { pageAdditions, asOurs } from './page.ts'
import { shownParts } from './shown-parts.ts'

const ADDRESS_REPORTER = fileURLToPath(new URL('address-reporter.ts', import.meta.url))

/**
 * Creates a Vite plugin that adds {@link pageAdditions} to the page of the live Vitest UI. It also serves the points of
 * the parts from the record of progress, which the UI itself cannot show, and opens no editor in Vitest's terminal.
 */
export function liveUi(): Plugin {
  let vitest: Vitest | undefined
  return {
    name: 'live-ui',
    configureVitest(context) {
      vitest = context.vitest
      if (vitest.config.ui) vitest.config.reporters.push([ADDRESS_REPORTER, {}])
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { uiBase: base, root } = vitest?.config ?? {}
        const { pathname } = new URL(request.url ?? '/', 'http://localhost')
        if (pathname === base) append(response, vitest!.projects.length)
        if (pathname === '/__open-in-editor' && !opensWindow()) return response.writeHead(501).end(NO_EDITOR)
        if (pathname !== `${base}kit-progress`) return next()
        // Like everything in the UI, this needs the token of the run.
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

/** Appends the kit's additions to the page that is about to be sent, which then asks for nothing from the network. */
function append(response: ServerResponse, projects: number): void {
  const end = response.end.bind(response)
  const write = response.write.bind(response)
  response.write = ((chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? asOurs(chunk) : chunk, ...(rest as []))) as typeof write
  response.end = ((...args: Parameters<typeof end>) => {
    const isPage = String(response.getHeader('content-type')).startsWith('text/html')
    if (response.statusCode === 200 && isPage) response.write(pageAdditions(projects))
    return end(...args)
  }) as typeof end
}
