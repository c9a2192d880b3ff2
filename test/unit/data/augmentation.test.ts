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

const withZeros = (x: Tensor, width: number) => pad(x, [[0, 0], [0, 0], [width, width], [width, width]]) // prettier-ignore

/** Returns images with a border in which pixel -1 is pixel 1, -2 is 2, and so on. */
function withReflection({ data, shape: [N, C, H, W] }: Tensor, width: number): Tensor {
  const inside = (i: number, length: number) => (i < 0 ? -i : i < length ? i : 2 * (length - 1) - i)
  const pixels = Array.from({ length: N * C * (H + 2 * width) * (W + 2 * width) }, (_, i) => {
    const [row, column] = [Math.floor(i / (W + 2 * width)), i % (W + 2 * width)]
    const [plane, y] = [Math.floor(row / (H + 2 * width)), row % (H + 2 * width)]
    return data[(plane * H + inside(y - width, H)) * W + inside(column - width, W)]
  })
  return new Tensor(Float32Array.from(pixels), [N, C, H + 2 * width, W + 2 * width])
}

/** Returns the shifts that turn one image into the other. */
function movesFrom(from: Tensor, to: Tensor, shift: number, border: typeof withZeros = withZeros): string[] {
  const padded = border(from, shift)
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

describe('alternating flips', () => {
  const inEpoch = (epoch: number) => batch({ flip: true, alternate: true }, epoch)
  const [first, second, third, fourth] = [1, 2, 3, 4].map(inEpoch)

  test('mirror by chance in the first epoch, as flips do', () => {
    expect(first).toEqual(batch({ flip: true }, 1))
  })

  test('mirror the others in the next one, and so on in turn', () => {
    expect(second).toEqual(mirrored(first))
    expect(third).toEqual(first)
    expect(fourth).toEqual(second)
  })

  test('move each image anew in each epoch', () => {
    const moved = (epoch: number) => batch({ flip: true, alternate: true, shift: 2 }, epoch)
    expect(moved(3)).not.toEqual(moved(1))
    expect(moved(3)).toEqual(moved(3))
  })

  test('are nothing without flips', () => {
    expect(batch({ alternate: true }, 2)).toEqual(original)
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

  test('can reflect an image at its edges', () => {
    const shifted = batch({ shift: 3, border: 'reflection' }, 1)
    const moves = indices.map((_, n) => movesFrom(image(original, n), image(shifted, n), 3, withReflection))
    for (const found of moves) expect(found).toHaveLength(1)
    // The images move as far as with zeros behind them.
    const zeros = batch({ shift: 3 }, 1)
    expect(indices.map((_, n) => movesFrom(image(original, n), image(zeros, n), 3))).toEqual(moves)
    for (const axis of [0, 1]) {
      const distances = moves.map(([move]) => Number(move.split(' ')[axis]))
      expect([Math.min(...distances), Math.max(...distances)]).toEqual([-3, 3])
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
