import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { TrainingError } from '#kit/training/index.ts'

const client = readFileSync(new URL('live-page-client.js', import.meta.url), 'utf8')

/** How long a browser may take to receive the last page, in milliseconds. */
const PATIENCE = 1000

/** A page that is being served. */
export interface LivePage {
  address: string
  /** Shows the page a last time, everywhere where it is open, and says that the training is over. */
  finish: () => Promise<void>
  /** Ends the server. Where the page is open, it stays, and says that nothing more comes if it was not finished. */
  close: () => void
}

/**
 * Serves a page on this machine only, and sends it anew from time to time to where it is open.
 *
 * @param port - 0 for any that is free
 * @param page - makes it, with what is known by then
 * @param period - of the updates, in milliseconds
 * @throws TrainingError when the port is taken
 */
export async function serveLive(
  port: number,
  page: () => Promise<string>,
  period: number,
): Promise<LivePage> {
  // By Server-Sent Events: https://html.spec.whatwg.org/multipage/server-sent-events.html
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
      // Browsers ask for an icon, and count one that is not there as an error.
      response.writeHead(204).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`
      reject(new TrainingError(`Port ${port} ${reason}: choose another one, as in --live 8080.`))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  // A page that cannot be made says so when it is opened; training is not ended for it.
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
