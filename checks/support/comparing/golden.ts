import { readFileSync } from 'node:fs'
import { tensor, Tensor, zeros, type NestedNumbers, type Shape } from '#kit/tensor/index.ts'

/** Inputs and expected results of one golden case, with tensors instead of `{ shape, data }`. */
// oxlint-disable-next-line typescript/no-explicit-any -- the files differ in structure, and tests read them by hand
export type GoldenCase = { inputs: any; expected: any }

/** Returns the reference vectors of a function, computed once by PyTorch (update rules by NumPy) in float64. */
export const goldenCases = (name: string): GoldenCase[] => revive(readReference(name)).cases

/** Reads a file of `checks/reference/` unchanged. */
// oxlint-disable-next-line typescript/no-explicit-any -- see GoldenCase
export const readReference = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../../reference/${name}.json`, import.meta.url), 'utf8'))

/** Converts numbers of a reference file to a float64 tensor. */
export const golden = (values: NestedNumbers): Tensor => tensor(values)

/**
 * Returns a tensor that visits `count` evenly spaced numbers from `low` to `high` in the order i -> (i * stride) mod
 * count. `checks/reference/extra.json` writes its inputs this way, as `wave((2, 3), low, high, stride)`.
 */
export function wave(shape: Shape, low: number, high: number, stride: number): Tensor {
  const out = zeros(shape)
  const count = out.size
  for (let i = 0; i < count; i++) out.data[i] = low + ((high - low) * ((i * stride) % count)) / (count - 1)
  return out
}

// oxlint-disable-next-line typescript/no-explicit-any -- see GoldenCase
function revive(value: any): any {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value.shape) && Array.isArray(value.data)) {
    return new Tensor(Float64Array.from(value.data), value.shape)
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]))
}
