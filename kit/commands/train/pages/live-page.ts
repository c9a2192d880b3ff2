import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { UserError } from '#kit/system/user-error.ts'

const client = readFileSync(new URL('live-page-client.js', import.meta.url), 'utf8')

/** Where the page is, if no port is named. A browser that shows it then also finds the training that is resumed. */
const USUAL_PORT = 6116

/** How long a browser may take to receive the last page, in milliseconds. */
const PATIENCE = 1000

/** A page that is being served. */
export interface LivePage {
  address: string
  /** Sends the page a last time to every open browser. It is `over` unless the training can be resumed. */
  finish: (over: boolean) => Promise<void>
  /** Ends the server. Open pages remain. If the training is not over, they say that it has stopped, and wait for it. */
  close: () => void
}

/**
 * Serves a page on this machine only, and regularly sends updates to every browser that shows it.
 *
 * @param port - 0 for any free port; undefined for the usual one, or any free port while that is in use
 * @param page - renders the current page
 * @param period - the time between updates, in milliseconds
 * @throws UserError when the port is in use
 */
export async function serveLive(
  port: number | undefined,
  page: () => Promise<string>,
  period: number,
): Promise<LivePage> {
  // Uses Server-Sent Events: https://html.spec.whatwg.org/multipage/server-sent-events.html
  const listeners = new Set<ServerResponse>()
  const send = async (type: string, to: readonly ServerResponse[]) => {
    if (to.length === 0) return
    const event = `event: ${type}\ndata: ${JSON.stringify(await page())}\n\n`
    for (const listener of to) listener.write(event)
  }
  // A page that cannot be rendered shows the error when it is opened. It does not stop the training.
  const update = (to: readonly ServerResponse[]) => void send('message', to).catch(() => {})
  const server = createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.flushHeaders()
      listeners.add(response)
      response.once('close', () => listeners.delete(response))
      update([response])
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
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(at, '127.0.0.1', resolve)
    })
  await (port === undefined ? listen(USUAL_PORT).catch(() => listen(0)) : listen(port)).catch(
    (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`
      throw new UserError('port', `Port ${port} ${reason}. Choose another one, as in --live 8080.`)
    },
  )
  // A browser that sleeps gets no more until it has received what was sent before.
  const timer = setInterval(() => update([...listeners].filter((each) => !each.writableNeedDrain)), period)
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async finish(over) {
      clearInterval(timer)
      await send(over ? 'over' : 'message', [...listeners]).catch(() => {})
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
