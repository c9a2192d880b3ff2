import { decode } from 'fast-png'
import { parentPort, workerData } from 'node:worker_threads'
import { IMAGE_BYTES, PLANE_BYTES } from '../records.ts'

/**
 * Returns the images of a PNG picture that has one 32 x 32 image per row, with interleaved channels.
 *
 * @returns (height, 3, 32, 32)
 * @throws Error when the picture is damaged or of another kind
 */
function imagesFromPicture(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const { data, width, height, channels, depth } = decode(file)
  if (width !== PLANE_BYTES || channels !== 3 || depth !== 8) {
    throw new Error(`${width} pixels a row, ${channels} channels, ${depth} bits`)
  }
  const images = new Uint8Array(height * IMAGE_BYTES)
  for (let row = 0, from = 0; row < height; row++) {
    const start = row * IMAGE_BYTES
    for (let pixel = start; pixel < start + PLANE_BYTES; pixel++) {
      images[pixel] = data[from++]
      images[pixel + PLANE_BYTES] = data[from++]
      images[pixel + 2 * PLANE_BYTES] = data[from++]
    }
  }
  return images
}

const images = imagesFromPicture(workerData as Uint8Array)
parentPort!.postMessage(images, [images.buffer])
