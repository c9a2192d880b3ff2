import { describe, expect, test } from 'vitest'
import { augmented, loadDataset, type Augmentation } from '#data/index.ts'
import { mirrored } from '#kit/solver/index.ts'
import { pad, Tensor } from '#kit/tensor/index.ts'

const { train } = await loadDataset({ name: 'tiny', scale: true })
const indices = Array.from({ length: 100 }, (_, i) => 7 * i)
const original = train.batch(indices).x

const batch = (change: Partial<Augmentation>, epoch?: number, which: number[] = indices) =>
  augmented(train, { flip: false, shift: 0, seed: 3, ...change }).batch(which, epoch).x

/** Returns image n of a batch, (1, 3, 32, 32). */
const image = (x: Tensor, n: number) => new Tensor(x.data.slice(n * 3072, (n + 1) * 3072), [1, 3, 32, 32])

/** Returns the shifts that turn one image into the other. */
function movesFrom(from: Tensor, to: Tensor, shift: number): string[] {
  const padded = pad(from, [[0, 0], [0, 0], [shift, shift], [shift, shift]]) // prettier-ignore
  const width = 32 + 2 * shift
  const found: string[] = []
  for (let down = -shift; down <= shift; down++) {
    for (let right = -shift; right <= shift; right++) {
      const same = to.data.every((value, i) => {
        const [c, row, column] = [Math.floor(i / 1024), Math.floor(i / 32) % 32, i % 32]
        return value === padded.data[c * width ** 2 + (row - down + shift) * width + column - right + shift]
      })
      if (same) found.push(`${down} ${right}`)
    }
  }
  return found
}

describe('flips', () => {
  const flipped = batch({ flip: true }, 1)
  const ways = indices.map((_, n) => {
    const [one, other] = [image(original, n), image(flipped, n)]
    return other.data.every((value, i) => value === one.data[i])
      ? 'as it was'
      : mirrored(other).data.every((value, i) => value === one.data[i]) && 'mirrored'
  })

  test('every image is as it was or mirrored, about half of them each', () => {
    expect(ways).not.toContain(false)
    expect(ways.filter((way) => way === 'mirrored').length).toBeGreaterThan(35)
    expect(ways.filter((way) => way === 'mirrored').length).toBeLessThan(65)
  })
})

describe('shifts', () => {
  test('move an image by up to so many pixels each way, with zeros behind it', () => {
    const shifted = batch({ shift: 2 }, 1)
    const moves = indices.map((_, n) => movesFrom(image(original, n), image(shifted, n), 2))
    for (const found of moves) expect(found).toHaveLength(1)
    for (const axis of [0, 1]) {
      const distances = moves.map(([move]) => Number(move.split(' ')[axis]))
      expect([...new Set(distances)].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2])
    }
  })

  test('come behind flips: a moved mirror image', () => {
    const both = batch({ flip: true, shift: 1 }, 1)
    const mirror = mirrored(original)
    for (let n = 0; n < 20; n++) {
      const to = image(both, n)
      const found = [original, mirror].flatMap((from) => movesFrom(image(from, n), to, 1))
      expect(found).toHaveLength(1)
    }
  })
})

describe('what happens to an image', () => {
  const change = { flip: true, shift: 4 }

  test('depends on its number, not on its place in a batch or on the other images', () => {
    const all = batch(change, 5)
    const few = batch(change, 5, [indices[60], indices[3]])
    expect(image(few, 0)).toEqual(image(all, 60))
    expect(image(few, 1)).toEqual(image(all, 3))
  })

  test('is the same in the same epoch with the same seed, and otherwise another', () => {
    expect(batch(change, 2)).toEqual(batch(change, 2))
    expect(batch(change, 3)).not.toEqual(batch(change, 2))
    expect(batch({ ...change, seed: 4 }, 2)).not.toEqual(batch(change, 2))
  })

  test('is nothing where nothing is learned from it, and the examples themselves stay as they are', () => {
    expect(batch(change)).toEqual(original)
    batch(change, 1)
    expect(train.batch(indices).x).toEqual(original)
  })

  test('is nothing without flip and shift', () => {
    expect(batch({}, 1)).toEqual(original)
  })
})

test('only images can be augmented', () => {
  const rows = { size: 1, batch: () => ({ x: original.reshape([100, 3072]), labels: [] }) }
  expect(() => augmented(rows, { flip: true, shift: 0, seed: 0 }).batch([0], 1)).toThrow(
    'augmented: only images can be flipped and shifted, not a tensor of shape (100, 3072)',
  )
})
