import fc from 'fast-check'
import { Random, tensor } from '#kit/tensor/index.ts'
import { size, tensors } from './arbitraries.ts'

/** Filters of any number of channels; a filter of one weight has nothing to stretch. */
export const filterCase = tensors(
  fc.record({ F: size(1, 4), C: size(1, 3), H: size(1, 3), W: size(1, 3) }),
  ({ F, C, H, W }) => ({ filters: [F, C, H, W] }),
  108,
)

/** Filters of bytes with both 0 and 255 in them, whose brightness is the weight itself. */
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
