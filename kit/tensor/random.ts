import { zeros } from './create.ts'
import type { Shape } from './shape.ts'
import type { DType, Tensor } from './tensor.ts'

/**
 * A seeded random generator that gives the same numbers on every machine.
 *
 * It is counter-based (Philox4x32-10: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): block k of
 * four 32-bit words is a hash of (k, seed, stream). So its whole state is `position`, different streams of one seed are
 * independent, and nothing is global. It uses only integer arithmetic, +, -, *, / and the square root, which every
 * machine rounds alike (`Math.log` and `Math.cos` may differ in the last bit).
 */
export class Random {
  /** The seed. Another seed gives other numbers. */
  readonly seed: number
  /** The stream: one of the independent generators of this seed. */
  readonly stream: number
  /** The number of 32-bit words drawn so far. Set it to go back or to skip ahead. */
  position = 0
  readonly #block = new Uint32Array(4)
  #blockIndex = -1

  /**
   * @param seed - any integer from 0 to 2^53 - 1
   * @param stream - a second number, from 0 to 2^32 - 1, for independent generators that share a seed
   * @throws RangeError when seed or stream is not such an integer
   */
  constructor(seed: number, stream = 0) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`Random: seed must be an integer from 0 to 2^53 - 1, not ${seed}`)
    }
    if (stream >>> 0 !== stream) {
      throw new RangeError(`Random: stream must be an integer from 0 to 2^32 - 1, not ${stream}`)
    }
    this.seed = seed
    this.stream = stream
  }

  /** Returns a generator with an unpredictable seed: it gives other numbers in every call of every run. */
  static unseeded(): Random {
    return new Random(Math.floor(Math.random() * 2 ** 53))
  }

  /** Returns the next 32 random bits, as an integer from 0 to 2^32 - 1. */
  uint32(): number {
    const index = Math.floor(this.position / 4)
    if (index !== this.#blockIndex) {
      philox(this.#block, index, this.stream, this.seed)
      this.#blockIndex = index
    }
    return this.#block[this.position++ % 4]
  }

  /** Returns a number drawn uniformly from [low, high), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const bits = (this.uint32() >>> 5) * 0x4000000 + (this.uint32() >>> 6)
    return low + (high - low) * (bits / 2 ** 53)
  }

  /** Returns an integer drawn uniformly from 0 to below - 1. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below)
  }

  /** Returns a number from the normal distribution with mean 0 and standard deviation 1 (Marsaglia's polar method). */
  normal(): number {
    for (;;) {
      const u = this.uniform(-1, 1)
      const v = this.uniform(-1, 1)
      const s = u * u + v * v
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * logarithm(s)) / s)
    }
  }

  /** Returns the integers 0 to count - 1 in random order (Fisher and Yates). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const swapped = order[i]
      order[i] = order[j]
      order[j] = swapped
    }
    return order
  }

  /** Returns a tensor whose elements are 1 with probability `probability` and 0 otherwise, independently. */
  bernoulliMask(shape: Shape, probability: number, dtype: DType = 'float64'): Tensor {
    const mask = zeros(shape, dtype)
    for (let i = 0; i < mask.size; i++) mask.data[i] = this.uniform() < probability ? 1 : 0
    return mask
  }
}

/** Computes ten rounds of Philox on the counter (index, stream) with the key `seed`, and writes four 32-bit words. */
function philox(out: Uint32Array, index: number, stream: number, seed: number): void {
  let c0 = index >>> 0
  let c1 = Math.floor(index / 2 ** 32)
  let c2 = stream
  let c3 = 0
  let key0 = seed >>> 0
  let key1 = Math.floor(seed / 2 ** 32)
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0)
    const low0 = Math.imul(0xd2511f53, c0)
    const high1 = multiplyHigh(0xcd9e8d57, c2)
    const low1 = Math.imul(0xcd9e8d57, c2)
    c0 = high1 ^ c1 ^ key0
    c1 = low1
    c2 = high0 ^ c3 ^ key1
    c3 = low0
    key0 = (key0 + 0x9e3779b9) | 0
    key1 = (key1 + 0xbb67ae85) | 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/** Returns the upper 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff
  const a1 = a >>> 16
  const b0 = b & 0xffff
  const b1 = b >>> 16
  const middle = a1 * b0 + ((a0 * b0) >>> 16)
  return a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(((middle & 0xffff) + a0 * b1) / 0x10000)
}

/**
 * Returns the natural logarithm of x in (0, 1], from the series log(m) = 2 artanh((m - 1) / (m + 1)). It is within
 * 2e-16 of the exact value and bit-identical everywhere.
 */
function logarithm(x: number): number {
  let exponent = 0
  for (; x < Math.SQRT1_2; x *= 2) exponent--
  const t = (x - 1) / (x + 1)
  let sum = 0
  for (let k = 23; k >= 1; k -= 2) sum = sum * t * t + 1 / k
  return 2 * t * sum + exponent * Math.LN2
}
