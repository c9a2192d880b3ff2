import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainLoops, type Loops, type WinogradLoops } from '#kit/engine/loops/index.ts'
import { Random } from '#kit/tensor/index.ts'
import { wasmLoops } from '../../../../kit/engine/loops/wasm.ts'
import { wasm, withScratch, type NumberArray } from '../../../../kit/engine/wasm/index.ts'

/** An argument of a loop: a number, or an array of this many numbers. */
type Argument =
  | { floats: number }
  | { positive: number }
  | { sums: number }
  | { integers: number; below: number }
  | { eachOf: number; count: number; below: number }
  | { bytes: number }
  | number
  | boolean

const size = (least: number, most: number) => fc.integer({ min: least, max: most })
const floats = (count: number): Argument => ({ floats: count })

/** For each loop, calls whose sizes leave every kind of remainder, or nothing to do at all. */
const cases: Record<keyof Loops, fc.Arbitrary<Argument[]>> = {
  fill: size(0, 70).map((n) => [floats(n), n, -1.5]),
  relu: size(0, 70).map((n) => [floats(n), floats(n), n]),
  reluBackward: size(0, 70).map((n) => [floats(n), floats(n), floats(n), n]),
  combine: fc.tuple(size(0, 70), size(0, 3)).map(([n, op]) => [floats(n), floats(n), floats(n), n, op]),
  combineNumber: fc
    .tuple(size(0, 70), size(0, 3), fc.double({ min: -3, max: 3, noNaN: true }), fc.boolean())
    .map(([n, op, b, reversed]) => [floats(n), floats(n), n, op, b, reversed]),
  weightedSum: size(0, 70).map((n) => [floats(n), floats(n), floats(n), n, 0.25, -1.5]),
  addToRows: fc
    .tuple(size(0, 5), size(0, 40), fc.boolean())
    .map(([rows, length, relu]) => [floats(rows * length), floats(rows), rows, length, relu]),
  sumRows: fc
    .tuple(size(0, 5), size(0, 40))
    .map(([rows, length]) => [{ sums: rows }, floats(rows * length), rows, length]),
  normalizeImages: fc.tuple(size(0, 3), size(1, 4)).map(([n, fours]) => {
    const places = 4 * fours
    const [all, each] = [3 * places * n, 3 * places]
    return [floats(all), { bytes: all }, floats(each), n, places, 0.5, 0.25, 1.5]
  }),
  moveImage: fc
    .tuple(size(1, 3), size(1, 9), size(1, 13), fc.boolean(), size(-12, 12), size(-12, 12))
    .map(([C, H, W, mirror, down, right]) => {
      const image = floats(C * H * W)
      return [image, image, C, H, W, down, right, mirror]
    }),
  expand: expansions().map(({ image, expansion, sizes }) => [floats(expansion), floats(image), ...sizes]),
  stack: fc
    .record({ height: size(1, 4), rows: size(1, 3), outWidth: size(1, 13), stride: size(1, 3) })
    .chain((sizes) => fc.tuple(fc.constant(sizes), size(1, 4 * sizes.outWidth), size(4, 6)))
    .map(([{ height, rows, outWidth, stride }, count, slots]) => {
      // Long enough that nothing beyond the end of a row is read.
      const rowLength = (stride * slots + height) * outWidth + count
      const [out, expansion] = [height * rows * count, rows * rowLength]
      return [floats(out), floats(expansion), height, rows, count, rowLength, outWidth, stride, slots]
    }),
  fold: expansions().map(({ image, expansion, sizes }) => [floats(image), floats(expansion), ...sizes]),
  ...winogradCases(),
  maxPool: poolings().map(({ x, out, sizes }) => [
    floats(out),
    { integers: out, below: x },
    floats(x),
    ...sizes,
  ]),
  maxPoolBackward: poolings().map(({ x, out }) => [floats(x), floats(out), { integers: out, below: x }, out]),
  pooledFilterGradient: fc
    .record({ F: size(1, 3), count: size(0, 300), places: size(1, 9), groups: size(1, 3) })
    .map(({ F, count, places, groups }) => {
      const [maxIndices, vectors] = [F * count, 6 * groups]
      return [
        floats(4 * F * vectors),
        floats(maxIndices),
        { eachOf: F, count, below: places },
        floats(40),
        { integers: places, below: 20 },
        { integers: vectors, below: 17 },
        F,
        count,
        places,
        vectors,
      ]
    }),
  channelMoments: channels().map(([N, C, places]) => [{ sums: 2 * C }, floats(N * C * places), N, C, places]),
  normalizeChannels: channels().map(([N, C, places, relu]) => {
    const all = floats(N * C * places)
    return [all, all, floats(C), floats(C), N, C, places, relu]
  }),
  channelProducts: channels().map(([N, C, places, masked]) => {
    const all = floats(N * C * places)
    return [{ sums: 2 * C }, all, all, all, floats(C), N, C, places, masked]
  }),
  normalizeBackward: channels().map(([N, C, places, masked]) => {
    const [all, each] = [floats(N * C * places), floats(C)]
    return [all, all, all, all, each, each, each, each, N, C, places, masked]
  }),
  sgd: size(0, 70).map((n) => [floats(n), floats(n), floats(n), n, 0.1]),
  sgdMomentum: size(0, 70).map((n) => [...Array.from({ length: 5 }, () => floats(n)), n, 0.1, 0.9]),
  rmsprop: size(0, 70).map((n) => {
    const given = floats(n)
    return [given, given, given, given, { positive: n }, n, 0.1, 0.9, 0.1, 1e-8]
  }),
  adam: size(0, 70).map((n) => {
    const given = floats(n)
    return [
      given,
      given,
      given,
      given,
      given,
      given,
      { positive: n },
      n,
      0.1,
      0.9,
      0.1,
      0.99,
      0.01,
      1.5,
      1e-8,
    ]
  }),
}

function channels() {
  return fc.tuple(size(1, 4), size(1, 4), size(1, 40), fc.boolean())
}

function expansions() {
  return fc
    .record({
      C: size(1, 3),
      H: size(1, 9),
      W: size(1, 13),
      width: size(1, 5),
      stride: size(1, 3),
      top: size(0, 3),
      left: size(0, 3),
      columns: size(1, 13),
    })
    .map(({ C, H, W, width, stride, top, left, columns }) => {
      const slots = Math.ceil((H + 2 * top) / stride)
      const rowLength = slots * stride * columns
      const sizes = [C, H, W, width, columns, stride, top, left, slots, rowLength]
      return { image: C * H * W, expansion: C * width * rowLength, sizes }
    })
}

/** Draws sizes and numbers of tiles, numbers of channels in multiples of four, and distances between the positions. */
function winogradCases(): Record<keyof WinogradLoops, fc.Arbitrary<Argument[]>> {
  const fours = size(1, 3).map((count) => 4 * count)
  const tileSize = fc.constantFrom(4, 6)
  const tiles = fc
    .record({ side: tileSize, channels: fours, rows: size(1, 3), columns: size(1, 3), gap: size(0, 9) })
    .map(({ side, channels, rows, columns, gap }) => {
      const step = rows * columns * channels + gap
      return {
        transformed: floats((side + 2) ** 2 * step),
        image: floats((side * rows + 2) * (side * columns + 2) * channels),
        gradient: floats(side * rows * side * columns * channels),
        sizes: [channels, rows, columns, step, side],
      }
    })
  const filterSets = fc.tuple(fours, size(0, 9), tileSize).map(([count, gap, side]) => ({
    transformed: floats((side + 2) ** 2 * (count + gap)),
    filters: floats(9 * count),
    sizes: [count, count + gap, side],
  }))
  return {
    channelsLast: fc
      .tuple(fours, size(1, 9), size(1, 11), size(0, 3), size(0, 3), size(1, 13), size(1, 13))
      .map(([C, H, W, top, left, height, width]) => {
        return [floats(height * width * C), floats(C * H * W), C, H, W, top, left, height, width]
      }),
    channelsFirst: fc
      .tuple(fours, size(1, 9), size(1, 11), size(0, 3), size(0, 3), size(0, 3))
      .map(([C, H, W, top, left, right]) => {
        const width = left + W + right
        return [floats(C * H * W), floats((top + H) * width * C), C, H, W, top, left, width]
      }),
    winogradFilters: filterSets.map(({ filters, transformed, sizes }) => [transformed, filters, ...sizes]),
    winogradInput: tiles.map(({ transformed, image, sizes }) => [transformed, image, ...sizes]),
    winogradOutput: fc
      .tuple(fours, size(1, 13), size(1, 13), size(0, 9), tileSize, fc.boolean())
      .map(([F, H, W, gap, side, withRelu]) => {
        const step = Math.ceil(H / side) * Math.ceil(W / side) * F + gap
        const products = floats((side + 2) ** 2 * step)
        return [floats(F * H * W), products, floats(F), F, H, W, step, side, withRelu]
      }),
    winogradGradient: tiles.map(({ transformed, gradient, sizes }) => [transformed, gradient, ...sizes]),
    winogradInputGradient: tiles.map(({ transformed, image, sizes }) => [image, transformed, ...sizes]),
    winogradFilterGradient: filterSets.map(({ transformed, filters, sizes }) => [
      filters,
      transformed,
      ...sizes,
    ]),
  }
}

function poolings() {
  return fc
    .record({
      planes: size(1, 3),
      rows: size(1, 4),
      columns: size(1, 11),
      height: size(1, 3),
      width: size(1, 3),
      stride: size(1, 3),
    })
    .map(({ planes, rows, columns, height, width, stride }) => {
      const [H, W] = [(rows - 1) * stride + height, (columns - 1) * stride + width]
      const sizes = [planes, H, W, rows, columns, height, width, stride]
      return { x: planes * H * W, out: planes * rows * columns, sizes }
    })
}

/** Fills the arguments with numbers. Every third number is a small integer, so that there are zeros and ties. */
function draw(args: readonly Argument[], seed: number): (NumberArray | number | boolean)[] {
  const random = new Random(seed)
  const number = () => (random.integer(3) === 0 ? random.integer(3) - 1 : random.normal())
  return args.map((arg) => {
    if (typeof arg !== 'object') return arg
    if ('floats' in arg) return new Float32Array(arg.floats).map(number)
    if ('positive' in arg) return new Float32Array(arg.positive).map(() => Math.abs(number()))
    if ('sums' in arg) return new Float64Array(arg.sums).map(number)
    if ('bytes' in arg) return new Uint8Array(arg.bytes).map(() => random.integer(256))
    if ('integers' in arg) return new Int32Array(arg.integers).map(() => random.integer(arg.below))
    // Each part continues where the previous one ends.
    return new Int32Array(arg.eachOf * arg.count).map((_, i) => {
      return Math.floor(i / arg.count) * arg.below + random.integer(arg.below)
    })
  })
}

const isArray = (arg: unknown): arg is NumberArray => typeof arg === 'object'
const fast = wasmLoops(wasm!)

test.for(Object.keys(cases) as (keyof Loops)[])('%s in WebAssembly is the plain one, to rounding', (name) => {
  const call = (loops: Loops, args: unknown[]) => (loops[name] as (...given: unknown[]) => void)(...args)
  fc.assert(
    fc.property(cases[name], fc.nat(), fc.boolean(), (given, seed, inside) => {
      const [expected, actual] = [draw(given, seed), draw(given, seed)]
      call(plainLoops, expected)
      if (inside) inWasmMemory(actual, (args) => call(fast, args))
      else call(fast, actual)
      expected.forEach((wanted, i) => {
        if (!isArray(wanted)) return
        const got = actual[i] as NumberArray
        const scale = 1 + Math.max(0, ...Array.from(wanted, Math.abs).filter(Number.isFinite))
        const wrong = got.findIndex(
          (value, k) => !Object.is(value, wanted[k]) && !(Math.abs(value - wanted[k]) <= 1e-5 * scale),
        )
        expect(wrong, `argument ${i}: ${got[wrong]}, not ${wanted[wrong]}`).toBe(-1)
      })
    }),
    { numRuns: 300 },
  )
})

/** Moves the arrays into WebAssembly's memory for a call, between guard values that must not change. */
function inWasmMemory(args: unknown[], call: (moved: unknown[]) => void): void {
  const GUARD = 8
  const arrays = args.filter(isArray)
  const doubles = arrays.map((array) => Math.ceil(array.byteLength / 8) + 2 * GUARD)
  withScratch(Float64Array, doubles, (...places) => {
    const moved = arrays.map((array, i) => {
      const type = array.constructor as Float32ArrayConstructor
      places[i].fill(12345)
      const inside = new type(places[i].buffer, places[i].byteOffset + 8 * GUARD, array.length)
      inside.set(array)
      return inside
    })
    call(args.map((arg) => (isArray(arg) ? moved[arrays.indexOf(arg)] : arg)))
    moved.forEach((array, i) => {
      expect(places[i].subarray(0, GUARD).every((value) => value === 12345)).toBe(true)
      expect(places[i].subarray(-GUARD).every((value) => value === 12345)).toBe(true)
      arrays[i].set(array)
    })
  })
}

test('an array of another type than the rest is left to the plain loop', () => {
  const out = new Float32Array(3)
  fast.relu(out, Float64Array.of(-1, 2, 3), 3)
  expect(out).toEqual(Float32Array.of(0, 2, 3))
})

test('sums and differences are the same to the last bit', () => {
  fc.assert(
    fc.property(
      size(0, 70),
      size(0, 3),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.nat(),
      (n, operation, b, seed) => {
        const [out, expected, a] = draw([floats(n), floats(n), floats(n)], seed) as Float32Array[]
        fast.combineNumber(out, a, n, operation as 0, b, false)
        plainLoops.combineNumber(expected, a, n, operation as 0, b, false)
        expect(out).toEqual(expected)
        fast.combine(out, a, a, n, operation as 0)
        plainLoops.combine(expected, a, a, n, operation as 0)
        expect(out).toEqual(expected)
      },
    ),
  )
})
