import { createServer, type Server } from 'node:http'
import { TrainingError } from '#kit/training/index.ts'

/**
 * Serves a page on this machine only, made anew at each request.
 *
 * @param port - 0 for any that is free
 * @returns the address, and how to end it
 * @throws TrainingError when the port is taken
 */
export async function serveLive(
  port: number,
  page: () => Promise<string>,
): Promise<{ address: string; close: () => void }> {
  const server: Server = createServer((_request, response) => {
    page().then(
      (html) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`
      reject(new TrainingError(`Port ${port} ${reason}: choose another one, as in --live 8080.`))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const number = typeof bound === 'object' && bound ? bound.port : port
  return {
    address: `http://127.0.0.1:${number}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
