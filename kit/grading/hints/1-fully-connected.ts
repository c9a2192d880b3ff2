import type { Hints } from './hints.ts'

/** The hints of Part 1, by TODO. */
export const hints: Record<string, Hints> = {
  '1.1': {
    levels: [
      'Every example is to become one row of numbers, whatever its shape was. Which dimension of x must survive, and which shape does that leave for out = rows w + b?',
      'With N examples of D numbers each, rows is (N, D), w is (D, M), and out = rows w + b is (N, M). b is (M,), and broadcasting adds it to every row.',
      'Take N from x.shape[0], make rows with x.reshape([N, -1]), then add(matmul(rows, w), b). Put x itself into the cache, not rows: the backward pass has to know the shape that it came in.',
    ],
  },
}
