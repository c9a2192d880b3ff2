import type { Batch } from '#kit/solver/index.ts'
import { Random, randn, type DType } from '#kit/tensor/index.ts'
import { inputShape } from './networks.ts'

/** Returns N random images with labels. */
export const batchOf = (N: number, dtype: DType = 'float64'): Batch => ({
  x: randn([N, ...inputShape], { random: new Random(3), dtype }),
  labels: Uint8Array.from({ length: N }, (_, n) => n % 3),
})
