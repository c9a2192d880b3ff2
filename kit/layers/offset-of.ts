import type { Tensor } from '#kit/tensor/index.ts'

/** Where element (n, c, i, j) of a tensor with four axes, such as images (N, C, H, W), stands in its data. */
export const offsetOf = ({ shape }: Tensor, n: number, c: number, i: number, j: number): number =>
  ((n * shape[1] + c) * shape[2] + i) * shape[3] + j
