import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { Random, tensor } from '#kit/tensor/index.ts'
import { size, tensors } from './arbitraries.ts'
import { expectThat } from '../comparing/compare.ts'

/** Filters of up to three channels. No filter has only equal weights, which could not be stretched. */
export const filterCase = tensors(
  fc.record({ F: size(1, 4), C: size(1, 3), H: size(1, 3), W: size(1, 3) }),
  ({ F, C, H, W }) => ({ filters: [F, C, H, W] }),
  108,
).filter(({ filters, F }) => {
  const each = filters.size / F
  return filters.data.every((_, i) => {
    const from = i - (i % each)
    return filters.data.subarray(from, from + each).some((weight) => weight !== filters.data[from])
  })
})

/** Filters of bytes that contain both 0 and 255, so that the brightness is the weight itself. */
export const byteFilters = fc
  .record({ F: size(1, 7), H: size(1, 3), W: size(1, 3), seed: fc.nat(1000) })
  .map(({ F, H, W, seed }) => {
    const random = new Random(seed)
    const bytes = Array.from({ length: F * 3 * H * W }, (_, i) => {
      const within = i % (3 * H * W)
      return within === 0 ? 0 : within === 1 ? 255 : random.integer(256)
    })
    return { F, H, W, filters: tensor(bytes).reshape([F, 3, H, W]) }
  })

/** Fails unless the data of a picture has the right type and size. */
export function expectBytes(data: unknown, count: number): asserts data is Uint8Array {
  expectThat(data instanceof Uint8Array, 'filterGrid/no-bytes')
  expectThat(data.length === count, cause('filterGrid/size', { count, length: data.length }))
}
