import { zeros, type Tensor } from '#kit/tensor/index.ts'

/** Builds a float64 tensor with four axes from a function of the index. */
export function fromElements(
  shape: readonly number[],
  element: (n: number, c: number, i: number, j: number) => number,
): Tensor {
  const out = zeros(shape)
  const [, C, H, W] = shape
  for (let k = 0; k < out.size; k++) {
    const [j, i] = [k % W, Math.floor(k / W) % H]
    const plane = Math.floor(k / (W * H))
    out.data[k] = element(Math.floor(plane / C), plane % C, i, j)
  }
  return out
}
