import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random, sum } from '#kit/tensor/index.ts'

const draw = (count: number, next: () => number) => Array.from({ length: count }, next)

/** Draws a few of everything that a generator offers. */
const sample = (random: Random) => [
  ...draw(3, () => random.uint32()),
  ...draw(3, () => random.uniform(-2, 3)),
  ...draw(3, () => random.normal()),
  ...draw(3, () => random.integer(100)),
  ...random.permutation(5),
  ...random.bernoulliMask([2, 3], 0.5).data,
]

test('a seed and a stream give these numbers on every machine, to the last bit', () => {
  const random = new Random(2026, 3)
  expect(draw(4, () => random.uniform())).toEqual([
    0.8357433085419731, 0.3602393231018953, 0.02265711522874425, 0.2315844586108975,
  ])
  expect(draw(4, () => random.normal())).toEqual([
    -0.6834653264899421, -0.5868847190643528, 0.22631873688748338, 0.09474495590649729,
  ])
  expect([...random.permutation(10)]).toEqual([3, 1, 2, 7, 4, 6, 9, 8, 5, 0])
  expect(random.integer(1000)).toBe(693)
})

test('generators without a seed of their own differ', () => {
  // Two seeds of 53 bits are equal once in 10^16 times.
  expect(sample(Random.unseeded())).not.toEqual(sample(Random.unseeded()))
})

describe('the state of a generator', () => {
  test('is its position alone: set back, it replays; set ahead, it skips', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(20), (seed, skipped) => {
        const random = new Random(seed)
        for (let i = 0; i < skipped; i++) random.uint32()
        expect(random.position).toBe(skipped)
        const first = sample(random)
        random.position = skipped
        expect(sample(random)).toEqual(first)

        const other = new Random(seed)
        other.position = skipped
        expect(sample(other)).toEqual(first)
      }),
    )
  })

  test('is its own: generators that take turns give what they give alone', () => {
    const alone = draw(
      50,
      (
        (random) => () =>
          random.uniform()
      )(new Random(5)),
    )
    const [a, b] = [new Random(5), new Random(5)]
    const turns = draw(50, () => {
      Math.random()
      sample(new Random(6))
      return a.uniform() === b.uniform() ? a.position : NaN
    })
    expect(turns).toEqual(
      draw(
        50,
        (
          (position) => () =>
            (position += 2)
        )(0),
      ),
    )
    a.position = 0
    expect(draw(50, () => a.uniform())).toEqual(alone)
  })

  test('differs between seeds and between streams', () => {
    const first = new Set<number>()
    for (const seed of [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1]) {
      for (const stream of [0, 1, 2, 2 ** 32 - 1]) first.add(new Random(seed, stream).uniform())
    }
    expect(first.size).toBe(24)
  })
})

// All seeds are fixed, so these tests never fail by chance. The limits are chosen so that a correct generator would
// fail each with a probability below 1e-9 for a random seed.
describe('the numbers', () => {
  const COUNT = 200_000
  /**
   * The limit in standard deviations. Beyond it lies 3e-12 of a normal distribution: room for nearly normal statistics.
   */
  const LIMIT = 7

  /** Returns the chi-square of counts that should all be equal, in standard deviations (Wilson and Hilferty 1931). */
  function chiSquareDeviations(counts: readonly number[]): number {
    const expected = counts.reduce((total, count) => total + count, 0) / counts.length
    const statistic = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0)
    const freedom = counts.length - 1
    return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
  }

  /** Counts how many of the values fall into each of `bins`. */
  function histogram(bins: number, values: readonly number[]): number[] {
    const counts = Array<number>(bins).fill(0)
    for (const bin of values) counts[bin]++
    return counts
  }

  test('chi-square finds what is not uniform', () => {
    expect(chiSquareDeviations([1000, 1000, 1000, 1400])).toBeGreaterThan(LIMIT)
  })

  test('from uniform() fill 1000 bins evenly, alone and in pairs', () => {
    const random = new Random(11)
    const values = draw(COUNT, () => random.uniform())
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    const bins = histogram(1000, values.map((value) => Math.floor(value * 1000))) // prettier-ignore
    expect(Math.abs(chiSquareDeviations(bins))).toBeLessThan(LIMIT)

    const pairs = draw(
      COUNT / 2,
      () => Math.floor(random.uniform() * 30) * 30 + Math.floor(random.uniform() * 30),
    )
    expect(Math.abs(chiSquareDeviations(histogram(900, pairs)))).toBeLessThan(LIMIT)
  })

  test('from uniform(low, high) stay within', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 100 }), (low, width) => {
        const random = new Random(1)
        const values = draw(50, () => random.uniform(low, low + width))
        expect(values.every((value) => value >= low && value < low + width)).toBe(true)
        const unit = new Random(1)
        expect(values).toEqual(draw(50, () => low + width * unit.uniform()))
      }),
    )
  })

  test('use all their bits evenly', () => {
    const random = new Random(12)
    const words = draw(COUNT, () => random.uint32())
    for (let bit = 0; bit < 32; bit++) {
      const ones = words.filter((word) => (word >>> bit) & 1).length
      expect(Math.abs(ones - COUNT / 2) / Math.sqrt(COUNT / 4)).toBeLessThan(LIMIT)
    }
    const fractions = draw(COUNT, () => (random.uniform() * 2 ** 53) & 1)
    expect(Math.abs(chiSquareDeviations(histogram(2, fractions)))).toBeLessThan(LIMIT)
  })

  test('from normal() have the moments of the normal distribution and its tail', () => {
    const random = new Random(13)
    const values = draw(COUNT, () => random.normal())
    const moment = (power: number) => values.reduce((total, value) => total + value ** power, 0) / COUNT
    // The k-th moment of n normal numbers has the variance (E x^2k - (E x^k)^2) / n.
    expect(Math.abs(moment(1)) / Math.sqrt(1 / COUNT)).toBeLessThan(LIMIT)
    expect(Math.abs(moment(2) - 1) / Math.sqrt(2 / COUNT)).toBeLessThan(LIMIT)
    expect(Math.abs(moment(3)) / Math.sqrt(15 / COUNT)).toBeLessThan(LIMIT)
    expect(Math.abs(moment(4) - 3) / Math.sqrt(96 / COUNT)).toBeLessThan(LIMIT)
    // P(|x| > 1) = 0.3173105, P(|x| > 3) = 0.0026998
    for (const [bound, probability] of [
      [1, 0.3173105],
      [3, 0.0026998],
    ]) {
      // prettier-ignore
      const beyond = values.filter((value) => Math.abs(value) > bound).length
      const deviation = (beyond - COUNT * probability) / Math.sqrt(COUNT * probability * (1 - probability))
      expect(Math.abs(deviation)).toBeLessThan(LIMIT)
    }
  })

  test('from normal() are those of the polar method, to the precision of Math.log', () => {
    const [random, uniforms] = [new Random(14), new Random(14)]
    for (let i = 0; i < 1000; i++) {
      let u, s
      do {
        u = uniforms.uniform(-1, 1)
        s = u ** 2 + uniforms.uniform(-1, 1) ** 2
      } while (s >= 1)
      const expected = u * Math.sqrt((-2 * Math.log(s)) / s)
      const actual = random.normal()
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14 * Math.abs(expected))
    }
  })

  test('from integer() fill every value evenly', () => {
    const random = new Random(15)
    const counts = histogram(7, draw(COUNT, () => random.integer(7))) // prettier-ignore
    expect(counts).toHaveLength(7)
    expect(Math.abs(chiSquareDeviations(counts))).toBeLessThan(LIMIT)
  })

  test('from different streams of one seed are independent', () => {
    const [a, b] = [new Random(16, 0), new Random(16, 1)]
    let product = 0
    for (let i = 0; i < COUNT; i++) product += a.normal() * b.normal()
    expect(Math.abs(product) / Math.sqrt(COUNT)).toBeLessThan(LIMIT)

    const cells = draw(COUNT, () => Math.floor(a.uniform() * 20) * 20 + Math.floor(b.uniform() * 20))
    expect(Math.abs(chiSquareDeviations(histogram(400, cells)))).toBeLessThan(LIMIT)
  })

  test('from permutation() name every place once, and every order is as likely', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(60), (seed, count) => {
        const order = new Random(seed).permutation(count)
        expect([...order].toSorted((a, b) => a - b)).toEqual(
          draw(
            count,
            (
              (next) => () =>
                next++
            )(0),
          ),
        )
      }),
    )
    const random = new Random(17)
    const orders = draw(48_000, () => {
      const [a, b, c, d] = random.permutation(4)
      return 64 * a + 16 * b + 4 * c + d
    })
    const counts = histogram(256, orders).filter((count) => count > 0)
    expect(counts).toHaveLength(24)
    expect(Math.abs(chiSquareDeviations(counts))).toBeLessThan(LIMIT)
  })

  test('from bernoulliMask() are 1 as often as asked', () => {
    const random = new Random(18)
    for (const probability of [0.1, 0.5, 0.8]) {
      const mask = random.bernoulliMask([COUNT / 100, 100], probability, 'float32')
      expect(mask.shape).toEqual([COUNT / 100, 100])
      expect(mask.dtype).toBe('float32')
      expect(new Set(mask.data)).toEqual(new Set([0, 1]))
      const deviation = (sum(mask) - COUNT * probability) / Math.sqrt(COUNT * probability * (1 - probability))
      expect(Math.abs(deviation)).toBeLessThan(LIMIT)
    }
    expect(sum(random.bernoulliMask([1000], 0))).toBe(0)
    expect(sum(random.bernoulliMask([1000], 1))).toBe(1000)
    expect(random.bernoulliMask([0, 2], 0.5).dtype).toBe('float64')
  })
})
