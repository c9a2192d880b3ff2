import Config from '@npmcli/config'
import settings from '@npmcli/config/lib/definitions/index.js'
import { once } from 'node:events'
import { dirname } from 'node:path'
import pacote from 'pacote'
import type { FileContents, Reporter } from './source.ts'
import { readTar } from './tar.ts'
import { UserError } from '#kit/system/user-error.ts'

/** What to download, and how long to wait. */
export interface Download {
  /** What npm can fetch: a URL, or name@version for a package of the registry. */
  spec: string
  /** The checksum in npm's format: `sha512-` or `sha256-` and base64. */
  integrity: string
  /** The approximate size, for the progress bar. */
  bytes: number
  /** Its name, as in "Downloading the archive". */
  name: string
  /** How many seconds to wait for the server's first byte; npm's own limits by default. */
  patience?: number
}

/** What a user can do when a download fails. */
export const NETWORK_REMEDY =
  'check the network connection and run "npm run data" again, ' +
  'or use a copy of cifar-10-binary.tar.gz with "npm run data -- --from FILE"'

/**
 * Downloads a tarball with npm's own fetcher, which uses npm's configured registry, proxy and certificates, and reads
 * the wanted files into memory. Nothing is written to disk, not even to npm's cache.
 *
 * @throws an error with a `code` when the server fails or the checksum is wrong
 */
export async function download(
  { spec, integrity, bytes, name, patience }: Download,
  wanted: ReadonlySet<string>,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<FileContents> {
  const giveUp = new AbortController()
  const timer = patience === undefined ? undefined : setTimeout(() => giveUp.abort(), patience * 1000)
  const either = AbortSignal.any([signal, giveUp.signal])
  const options = {
    ...(await npmSettings()),
    integrity,
    signal: either,
    cache: undefined,
    allowRemote: 'all',
    // npm itself waits 10 and then 60 seconds: too long for a user without any network.
    retry: { retries: patience === undefined ? 2 : 0, minTimeout: 500 },
    ...(patience !== undefined && { timeout: 30_000 }),
  }
  const arrival = pacote.tarball.stream(
    spec,
    (tarball) => {
      const files = readTar(tarball, wanted)
      let done = 0
      tarball.on('data', (chunk: Buffer) => {
        clearTimeout(timer)
        done += chunk.length
        reporter.progress(`Downloading ${name}`, Math.min(done, bytes), bytes, 'bytes')
      })
      return files
    },
    options,
  )
  try {
    // The fetcher reacts to an abort only while it is connected, not while it waits to retry.
    return await Promise.race([arrival, whenAborted(either)])
  } catch (error) {
    signal.throwIfAborted()
    if (giveUp.signal.aborted) throw new UserError('data', 'its server does not answer')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function whenAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  await once(signal, 'abort')
  throw signal.reason
}

/** Returns npm's settings as on its command line: from .npmrc files and from what npm passes to `npm run`. */
export async function npmSettings(): Promise<Record<string, unknown>> {
  const npmPath = dirname(dirname(process.env.npm_execpath ?? process.execPath))
  const config = new Config({ ...settings, npmPath, argv: [], env: { ...process.env } })
  await config.load()
  return config.flat
}
