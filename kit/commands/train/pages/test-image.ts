import { IMAGE_BYTES, type Dataset } from '#data/index.ts'
import type { Pixels } from '#kit/training/index.ts'

/** Returns a test image with interleaved colours. The files store all red values, then all green, then all blue. */
export function testImage({ test }: Dataset, index: number): Pixels {
  const planes = test.images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES)
  const pixels = IMAGE_BYTES / 3
  const data = Uint8Array.from(
    { length: IMAGE_BYTES },
    (_, i) => planes[(i % 3) * pixels + Math.floor(i / 3)],
  )
  return { width: 32, height: 32, data }
}
