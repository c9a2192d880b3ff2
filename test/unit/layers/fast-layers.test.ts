import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as fast from '#kit/layers/index.ts'
import { BufferPool, Tensor, type DType } from '#kit/tensor/index.ts'
import * as plainLayers from '../../../solutions/1-fully-connected/layers.ts'
import * as plainRules from '../../../solutions/1-fully-connected/optimizers.ts'
import * as plainBatchnorm from '../../../solutions/2-normalization/batchnorm.ts'
import * as plainSpatial from '../../../solutions/4-convolution/spatial-norm.ts'
import { nesterovMomentum } from '../../../solutions/6-cifar10/nesterov-momentum.ts'
import { draw, relativeError } from './cases.ts'

const size = (least: number, most: number) => fc.integer({ min: least, max: most })
const dtypes = fc.constantFrom<DType>('float32', 'float64')
const TOLERANCE = { float32: 2e-4, float64: 1e-9 }

/**
 * Returns the names of the results in which two implementations differ. The fast one runs with ordinary storage, and
 * twice with recycled storage.
 */
function differences(
  dtype: DType,
  fastRun: () => Record<string, Tensor>,
  plainRun: () => Record<string, Tensor>,
): string[] {
  const expected = plainRun()
  const pool = new BufferPool()
  const runs = [fastRun(), pool.step(fastRun, []), pool.step(fastRun, [])]
  const found = runs.flatMap((actual) => {
    expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted())
    return Object.keys(expected).filter((name) => {
      expect(actual[name].shape, `${name}`).toEqual(expected[name].shape)
      expect(actual[name].dtype, `${name}`).toBe(dtype)
      return !(relativeError(actual[name], expected[name]) < TOLERANCE[dtype])
    })
  })
  pool.release()
  return found
}

test('the fast affine layer and ReLU are those of Part 1', () => {
  fc.assert(
    fc.property(
      size(1, 9),
      size(1, 5),
      size(1, 7),
      size(1, 19),
      dtypes,
      fc.nat(),
      (N, C, H, M, dtype, seed) => {
        const [x, w, b, dout] = draw([[N, C, H], [C * H, M], [M], [N, M]], seed, dtype)
        const run =
          ({ affineForward, affineBackward, reluForward, reluBackward }: typeof plainLayers) =>
          () => {
            const affine = affineForward(x, w, b)
            const relu = reluForward(affine.out)
            return { out: relu.out, ...affineBackward(reluBackward(dout, relu.cache).dx, affine.cache) }
          }
        const fastRun = run(fast as unknown as typeof plainLayers)
        expect(differences(dtype, fastRun, run(plainLayers))).toEqual([])
        const { cache } = fast.affineForward(x, w, b)
        const { dx: _, ...params } = fast.affineBackward(dout, cache)
        expect(fast.affineBackward(dout, cache, { dx: false })).toEqual({ dx: undefined, ...params })
      },
    ),
    { numRuns: 60 },
  )
})

describe('the fast batch normalization', () => {
  const cases = fc.record({
    N: size(2, 9),
    C: size(1, 5),
    H: size(1, 6),
    W: size(1, 5),
    dtype: dtypes,
    seed: fc.nat(),
  })

  test.for(['rows', 'images'] as const)('is that of the assignments, for %s', (kind) => {
    fc.assert(
      fc.property(cases, fc.constantFrom('train', 'test'), ({ N, C, H, W, dtype, seed }, mode) => {
        const shape = kind === 'rows' ? [N + 2, C] : [N, C, H, W]
        const [x, dout, gamma, beta, runningMean, spread] = draw(
          [shape, shape, [C], [C], [C], [C]],
          seed,
          dtype,
        )
        const runningVar = plainLayers.reluForward(spread).out
        const plain =
          kind === 'rows'
            ? [plainBatchnorm.batchnormForward, plainBatchnorm.batchnormBackward]
            : [plainSpatial.spatialBatchnormForward, plainSpatial.spatialBatchnormBackward]
        const run =
          ([forward, backward]: unknown[]) =>
          () => {
            const params = { mode, momentum: 0.7, epsilon: 1e-2, runningMean, runningVar }
            const { out, cache } = (forward as typeof fast.batchnormForward)(
              x,
              gamma,
              beta,
              params as fast.FastBatchnormParams,
            )
            const gradients = mode === 'train' ? (backward as typeof fast.batchnormBackward)(dout, cache) : {}
            return { out, ...gradients, mean: params.runningMean, variance: params.runningVar }
          }
        expect(differences(dtype, run([fast.batchnormForward, fast.batchnormBackward]), run(plain))).toEqual(
          [],
        )
      }),
      { numRuns: 60 },
    )
  })

  test('with a ReLU is both, one after the other', () => {
    fc.assert(
      fc.property(cases, ({ N, C, H, W, dtype, seed }) => {
        const [x, dout, gamma, beta] = draw([[N, C, H, W], [N, C, H, W], [C], [C]], seed, dtype)
        const together = () => {
          const { out, cache } = fast.batchnormReluForward(x, gamma, beta, { mode: 'train' })
          return { out, ...fast.batchnormBackward(dout, cache) }
        }
        expect(
          differences(dtype, together, () => {
            const norm = fast.batchnormForward(x, gamma, beta, { mode: 'train' })
            const relu = plainLayers.reluForward(norm.out)
            return {
              out: relu.out,
              ...fast.batchnormBackward(plainLayers.reluBackward(dout, relu.cache).dx, norm.cache),
            }
          }),
        ).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('of a batch that two workers share is that of the whole batch', () => {
    const [x, dout, gamma, beta] = draw([[5, 3, 4, 4], [5, 3, 4, 4], [3], [3]], 1)
    const whole = fast.batchnormForward(x, gamma, beta, { mode: 'train' })
    const expected = { out: whole.out, ...fast.batchnormBackward(dout, whole.cache) }
    const { forward, backward } = sumsOfWhole(x, dout, whole.cache)
    const [mine, dmine] = [x, dout].map((t) => new Tensor(t.data.slice(0, 2 * 3 * 16), [2, 3, 4, 4]))
    let calls = 0
    const sumOverWorkers = (sums: Float64Array) => sums.set(calls++ === 0 ? forward : backward)
    const half = fast.batchnormForward(mine, gamma, beta, { mode: 'train', sumOverWorkers })
    const { dx } = fast.batchnormBackward(dmine, half.cache)
    expect(relativeError(half.out, sliceLike(expected.out, half.out))).toBeLessThan(1e-12)
    expect(relativeError(dx, sliceLike(expected.dx, dx))).toBeLessThan(1e-12)
  })
})

/** Returns the sums over the whole batch, as workers would add them up. */
function sumsOfWhole(x: Tensor, dout: Tensor, { mean }: fast.FastBatchnormCache) {
  const [N, C, H, W] = x.shape
  const [forward, backward] = [new Float64Array(2 * C + 1), new Float64Array(2 * C)]
  forward[2 * C] = N * H * W
  x.data.forEach((value, i) => {
    const c = Math.floor(i / (H * W)) % C
    forward[c] += value
    forward[C + c] += value ** 2
    backward[c] += dout.data[i]
    backward[C + c] += dout.data[i] * (value - mean.data[c])
  })
  return { forward, backward }
}

/** Returns the first images of x, as many as the part has. */
const sliceLike = (x: Tensor, part: Tensor) => new Tensor(x.data.slice(0, part.size), part.shape)

const { sgd, sgdMomentum, rmsprop, adam } = plainRules
const plain = { sgd, sgdMomentum, rmsprop, adam, nesterovMomentum }

test.for(['sgd', 'sgdMomentum', 'rmsprop', 'adam', 'nesterovMomentum'] as const)(
  'three steps of the fast %s are those of the course',
  (name) => {
    fc.assert(
      fc.property(
        size(1, 70),
        dtypes,
        fc.nat(),
        fc.constantFrom({}, { learningRate: 0.3 }),
        (n, dtype, seed, settings) => {
          const [w, ...gradients] = draw([[n], [n], [n], [n]], seed, dtype)
          const run = (rule: (typeof plain)[typeof name] | (typeof fast.updateRules)[typeof name]) => () => {
            let next: { w: Tensor; config: object } = { w, config: settings }
            for (const dw of gradients) next = (rule as typeof plainRules.adam)(next.w, dw, next.config)
            const state = Object.entries(next.config).filter(([, value]) => typeof value === 'object')
            expect(Object.entries(next.config).filter(([, value]) => typeof value !== 'object')).toEqual([
              ...Object.entries(settings),
              ...(name === 'adam' ? [['t', 3]] : []),
            ])
            return { w: next.w, ...(Object.fromEntries(state) as Record<string, Tensor>) }
          }
          expect(differences(dtype, run(fast.updateRules[name]), run(plain[name]))).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  },
)
