import type { Tensor } from '#kit/tensor/index.ts'

/** Returns the index of element (n, c, i, j) in the data of a tensor with four axes, such as images (N, C, H, W). */
export const offsetOf = ({ shape }: Tensor, n: number, c: number, i: number, j: number): number =>
  ((n * shape[1] + c) * shape[2] + i) * shape[3] + j
