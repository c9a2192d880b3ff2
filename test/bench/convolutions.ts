import '../../kit/system/v8-flags.ts'
import { engine, gemm } from '#kit/engine/gemm/index.ts'
import { startThreads } from '#kit/engine/threads/index.ts'
import { convBackward, convForward, convSizes, type ConvSizes } from '#kit/layers/index.ts'
import { BufferPool, Random, randn, zeros } from '#kit/tensor/index.ts'
import { winograd } from '../../kit/layers/conv/winograd.ts'
import { WinogradTiles } from '../../kit/layers/conv/winograd-tiles.ts'

/**
 * Measures the convolutions of the recipe `speedrun` in float32, in one thread, as each worker computes them: the time
 * for an image, forward and backward, and the rate in GFLOP/s. The first rate counts the multiplications and additions of
 * the textbook formula, the second one those of the matrix products that are really computed. The last rows are the
 * best rates of a large matrix product: what the processor could do.
 *
 * Times of one thread are processor times, so that other work on the machine matters little.
 */
const [images, rounds] = [256, 5]
engine.setThreads?.(1)
console.log(`${engine.name}, ${images} images`)

/** Channels, filters, side of the image and of the filters, and the border on both ends. */
const layers: [C: number, F: number, side: number, filter: number, pad: number, padEnd: number][] = [
  [3, 24, 32, 2, 0, 0],
  [24, 64, 31, 3, 1, 0],
  [64, 64, 15, 3, 1, 1],
  [64, 256, 15, 3, 1, 0],
  [256, 256, 7, 3, 1, 0],
  [256, 256, 7, 3, 1, 1],
  [256, 256, 3, 3, 1, 1],
]

const random = new Random(1)
const draw = (...shape: number[]) => randn(shape, { random, dtype: 'float32' })
const rows: Record<string, string>[] = []
for (const [i, [C, F, side, filter, pad, padEnd]] of layers.entries()) {
  const pool = new BufferPool()
  const options = { stride: 1, pad, padEnd }
  const inputs = () => [draw(images, C, side, side), draw(F, C, filter, filter), zeros([F], 'float32')]
  const [x, w, b] = pool.step(inputs, [])
  const sizes = convSizes(x, w, options)
  const { outHeight, outWidth } = sizes
  const dout = pool.step(() => draw(images, F, outHeight, outWidth), [x, w, b])
  const kept = [x, w, b, dout]
  const direct = 2 * F * outHeight * outWidth * C * filter ** 2
  const suits = winograd.suits({ x, w, options, sizes })
  const real = suits ? productsOf(sizes) : direct
  // The first layer needs no gradient of the images.
  const wanted = { dx: i > 0 }
  const forward = medianTime(() => pool.step(() => convForward(x, w, b, options), kept)) / images
  const backward =
    medianTime(() => pool.step(() => convBackward(dout, { x, w, options }, wanted), kept)) / images
  const rates = (seconds: number, passes: number) =>
    [direct, real].map((count) => ((passes * count) / seconds / 1e9).toFixed(0)).join(' / ')
  rows.push({
    layer: `${C} -> ${F}, ${filter} x ${filter}, ${outHeight} x ${outWidth}`,
    'forward, µs': (1e6 * forward).toFixed(0),
    'GFLOP/s, direct / real': rates(forward, 1),
    'backward, µs': (1e6 * backward).toFixed(0),
    'GFLOP/s, direct / real ': rates(backward, wanted.dx ? 2 : 1),
  })
}
console.table(rows)

const size = 1024
const multiply = () => pool.step(() => gemm(false, false, size, size, size, ...product), roots)
const pool = new BufferPool()
const roots = pool.step(() => [draw(size, size), draw(size, size), draw(size, size)], [])
const [A, B, product3] = roots
const product = [A.data, 0, size, B.data, 0, size, 0, product3.data, 0, size] as const
const rate = (seconds: number) => `${((2 * size ** 3) / seconds / 1e9).toFixed(0)} GFLOP/s`
console.log(`${size} x ${size} matrices, one thread: ${rate(medianTime(multiply))}`)
const stop = await startThreads()
const times = Array.from({ length: 20 }, () => {
  const start = performance.now()
  multiply()
  return (performance.now() - start) / 1000
})
console.log(`${size} x ${size} matrices, all threads: ${rate(Math.min(...times))} (best of ${times.length})`)
await stop()

/** Returns how many multiplications and additions the products of Winograd's minimal filtering take for an image. */
function productsOf(sizes: ConvSizes): number {
  const { positions, count } = new WinogradTiles(sizes)
  return 2 * positions * count * sizes.C * sizes.F
}

/** Returns the median processor time of a call in seconds, after one call to warm up. */
function medianTime(call: () => unknown): number {
  call()
  const all = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage()
    call()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  })
  return all.toSorted((p, q) => p - q)[rounds >> 1]
}
