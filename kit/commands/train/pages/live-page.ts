import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { UserError } from '#kit/system/user-error.ts'

const client = readFileSync(new URL('live-page-client.js', import.meta.url), 'utf8')

/** How long a browser may take to receive the last page, in milliseconds. */
const PATIENCE = 1000

/** A page that is being served. */
export interface LivePage {
  address: string
  /** Sends the page a last time to every open browser and says that the training is over. */
  finish: () => Promise<void>
  /** Ends the server. Open pages remain. If the page was not finished, they say that the training has stopped. */
  close: () => void
}

/**
 * Serves a page on this machine only, and regularly sends updates to every browser that shows it.
 *
 * @param port - 0 for any free port
 * @param page - renders the current page
 * @param period - the time between updates, in milliseconds
 * @throws UserError when the port is in use
 */
export async function serveLive(
  port: number,
  page: () => Promise<string>,
  period: number,
): Promise<LivePage> {
  // Uses Server-Sent Events: https://html.spec.whatwg.org/multipage/server-sent-events.html
  const listeners = new Set<ServerResponse>()
  const sendAll = async (type: string) => {
    if (listeners.size === 0) return
    const event = `event: ${type}\ndata: ${JSON.stringify(await page())}\n\n`
    for (const listener of listeners) listener.write(event)
  }
  const server = createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.flushHeaders()
      listeners.add(response)
      response.once('close', () => listeners.delete(response))
    } else if (request.url === '/') {
      page().then(
        (html) => {
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
          response.end(html.replace('</html>', () => `<script>\n${client}</script>\n</html>`))
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
    } else {
      // Browsers ask for an icon and report a missing one as an error.
      response.writeHead(204).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`
      reject(new UserError('port', `Port ${port} ${reason}. Choose another one, as in --live 8080.`))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  // A page that cannot be rendered shows the error when it is opened. It does not stop the training.
  const timer = setInterval(() => void sendAll('message').catch(() => {}), period)
  const bound = server.address()
  const number = typeof bound === 'object' && bound ? bound.port : port
  return {
    address: `http://127.0.0.1:${number}/`,
    async finish() {
      clearInterval(timer)
      await sendAll('over').catch(() => {})
      const ends = [...listeners].map(
        (listener) => new Promise<void>((resolve) => listener.once('close', resolve).end()),
      )
      await Promise.race([Promise.all(ends), setTimeout(PATIENCE, undefined, { ref: false })])
    },
    close() {
      clearInterval(timer)
      server.close()
      server.closeAllConnections()
    },
  }
}
