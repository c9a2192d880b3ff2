import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '#kit/tensor/index.ts'

const MASK = 0xffffffffn

/** Computes Philox4x32-10 as its paper defines it (Salmon et al. 2011, section 4.3), with 64-bit products. */
function philox(counter: bigint[], key: bigint[]): bigint[] {
  let [c0, c1, c2, c3] = counter
  let [k0, k1] = key
  for (let round = 0; round < 10; round++) {
    const product0 = 0xd2511f53n * c0
    const product1 = 0xcd9e8d57n * c2
    ;[c0, c1, c2, c3] = [
      (product1 >> 32n) ^ c1 ^ k0,
      product1 & MASK,
      (product0 >> 32n) ^ c3 ^ k1,
      product0 & MASK,
    ]
    k0 = (k0 + 0x9e3779b9n) & MASK
    k1 = (k1 + 0xbb67ae85n) & MASK
  }
  return [c0, c1, c2, c3]
}

const hex = (words: readonly (number | bigint)[]) =>
  words.map((word) => word.toString(16).padStart(8, '0')).join(' ')

const block = (random: Random) => [random.uint32(), random.uint32(), random.uint32(), random.uint32()]

describe('the generator', () => {
  // The known answers that the authors publish with their library. The last two have a fourth counter word, which
  // Random keeps at 0. They therefore prove the reference above, and the reference proves Random.
  test.for<[bigint[], bigint[], string]>([
    [[0n, 0n, 0n, 0n], [0n, 0n], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[MASK, MASK, MASK, MASK], [MASK, MASK], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [
      [0x243f6a88n, 0x85a308d3n, 0x13198a2en, 0x03707344n],
      [0xa4093822n, 0x299f31d0n],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ])(
    'is compared with a reference that gives the published answer for counter %s',
    ([counter, key, words]) => {
      // prettier-ignore
      expect(hex(philox(counter, key))).toBe(words)
    },
  )

  test('gives the published answer for counter 0 and key 0', () => {
    expect(hex(block(new Random(0)))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8')
  })

  test('is Philox4x32-10 with key = seed and counter = (block, stream) everywhere', () => {
    const blocks = fc.oneof(fc.nat(10), fc.maxSafeInteger().map((n) => Math.floor(Math.abs(n) / 4))) // prettier-ignore
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(0xffffffff), blocks, (seed, stream, index) => {
        const random = new Random(seed, stream)
        random.position = 4 * index
        const [key, counter] = [BigInt(seed), BigInt(index)]
        const words = philox([counter & MASK, counter >> 32n, BigInt(stream), 0n], [key & MASK, key >> 32n])
        expect(hex(block(random))).toBe(hex(words))
      }),
      { numRuns: 500 },
    )
  })

  test('refuses a seed or a stream that it cannot tell from others', () => {
    for (const seed of [-1, 0.5, 2 ** 53, NaN]) {
      expect(() => new Random(seed)).toThrow(
        new RangeError(`Random: seed must be an integer from 0 to 2^53 - 1, not ${seed}`),
      )
    }
    for (const stream of [-1, 0.5, 2 ** 32, NaN]) {
      expect(() => new Random(0, stream)).toThrow(
        new RangeError(`Random: stream must be an integer from 0 to 2^32 - 1, not ${stream}`),
      )
    }
  })
})
