import * as fast from '#kit/layers/index.ts'
import { map, max, ones, Random, randn, sub, zeros, type Tensor } from '#kit/tensor/index.ts'
import { batchnormBackward, batchnormBackwardAlt, batchnormForward } from '#work/2-normalization/batchnorm.ts'
import { convBackward, convForward } from '#work/4-convolution/conv.ts'
import { maxPoolBackward, maxPoolForward } from '#work/4-convolution/max-pool.ts'
import { ifWritten } from './if-written.ts'

const IMAGES = 10
const SAME_SIZE = { stride: 1, pad: 1 }
const HALF = { poolHeight: 2, poolWidth: 2, stride: 2 }

/** Two ways to compute the same tensor. */
interface Pair {
  first: () => Tensor
  second: () => Tensor
}

/**
 * Measures how long the learner's layers, in plain loops, take on ten images, compared to those that the networks use,
 * and compares the two backward passes of batch normalization. The times are for reading only: they depend on the
 * machine and its other work.
 *
 * @returns rows of text, headings first; a layer that is not written yet shows its TODO
 */
export function layerTimes(): string[][] {
  const random = new Random(0)
  const normal = (...shape: number[]) => randn(shape, { random, dtype: 'float32' })
  const [x, w, b, dout] = [
    normal(IMAGES, 3, 32, 32),
    normal(25, 3, 3, 3),
    normal(25),
    normal(IMAGES, 25, 32, 32),
  ]
  const dpool = normal(IMAGES, 3, 16, 16)
  const [wide, dwide] = [normal(500, 500), normal(500, 500)]
  // The caches are made here, so that only the backward pass is measured. Each layer gets its own cache.
  const pairs: Record<string, () => Pair> = {
    'convForward, yours, then the fast one': () => ({
      first: () => convForward(x, w, b, SAME_SIZE).out,
      second: () => fast.convForward(x, w, b, SAME_SIZE).out,
    }),
    'convBackward, yours, then the fast one': () => {
      const [mine, given] = [
        convForward(x, w, b, SAME_SIZE).cache,
        fast.convForward(x, w, b, SAME_SIZE).cache,
      ]
      return { first: () => convBackward(dout, mine).dx, second: () => fast.convBackward(dout, given).dx }
    },
    'maxPoolForward, yours, then the fast one': () => ({
      first: () => maxPoolForward(x, HALF).out,
      second: () => fast.maxPoolForward(x, HALF).out,
    }),
    'maxPoolBackward, yours, then the fast one': () => {
      const [mine, given] = [maxPoolForward(x, HALF).cache, fast.maxPoolForward(x, HALF).cache]
      return {
        first: () => maxPoolBackward(dpool, mine).dx,
        second: () => fast.maxPoolBackward(dpool, given).dx,
      }
    },
    'batchnormBackward and batchnormBackwardAlt, 500 x 500': () => {
      const { cache } = batchnormForward(wide, ones([500], 'float32'), zeros([500], 'float32'), {
        mode: 'train',
      })
      return {
        first: () => batchnormBackward(dwide, cache).dx,
        second: () => batchnormBackwardAlt(dwide, cache).dx,
      }
    },
  }
  const rows = Object.entries(pairs).map(([name, make]) => [
    name,
    ...ifWritten(
      () => compared(make()),
      (todo) => [`TODO ${todo}`, '', '', ''],
    ),
  ])
  return [['', 'first', 'second', 'times as fast', 'largest difference'], ...rows]
}

function compared({ first, second }: Pair): string[] {
  const [a, b] = [first(), second()]
  const difference = max(map(sub(a, b), Math.abs))
  const [slow, quick] = [milliseconds(first), milliseconds(second)]
  return [slow.toFixed(2), quick.toFixed(2), (slow / quick).toFixed(1), difference.toExponential(0)]
}

/** Returns the shortest of up to twenty times of a warmed-up function. Slow functions run only twice. */
function milliseconds(compute: () => unknown): number {
  const times: number[] = []
  const begun = performance.now()
  while (times.length < 2 || (times.length < 20 && performance.now() - begun < 200)) {
    const started = performance.now()
    compute()
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}
