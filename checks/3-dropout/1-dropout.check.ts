import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { div, full, map, mean, mul, randn, Random, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { expectClose, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { FALSE_ALARM_RATE, meanMargin } from '../support/comparing/false-alarms.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatNumber } from '../support/comparing/format.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('3-dropout/dropout.ts', () => import('#work/3-dropout/dropout.ts'))
const forward = graded(work, 'dropoutForward', ['out', 'cache'])
const backward = graded(work, 'dropoutBackward', ['dx'])

/** Returns 1 where a tensor is not 0. These are the elements that dropout kept, if its input has no 0. */
const keptIn = (out: Tensor): Tensor => map(out, (value) => Number(value !== 0))

/** Tensors of any shape with up to four axes, with any probability and any seed. */
const dropoutCase = tensors(
  fc.record({
    shape: fc.array(size(1, 3), { minLength: 1, maxLength: 4 }),
    options: fc.record({
      keepProb: fc.integer({ min: 5, max: 95 }).map((percent) => percent / 100),
      seed: fc.nat(1_000_000),
    }),
  }),
  ({ shape }) => ({ x: shape, dout: shape }),
  81,
)

/** How many normal numbers, with mean 0 and standard deviation 1, are below each of these. */
const SHARES_OF_NORMAL: Record<number, number> = { 0.2: 0.5793, 0.5: 0.6915, 0.75: 0.7734, 0.9: 0.8159 }

/** Enough elements for a mean to lie within about 0.025 of its expected value. */
const large = full([200, 100], 1)

/** Fails if no element of out was dropped in a forward pass that should drop half of them. */
function expectDropped(out: Tensor): void {
  expectThat(out.data.includes(0), 'dropoutForward/nothing-dropped')
}

/** Returns which elements of a tensor are not 0, as a string of 0s and 1s to compare. */
const pattern = ({ data }: Tensor): string => Array.from(data, (value) => Number(value !== 0)).join('')

const rate = `a right answer fails less than once in ${(1 / FALSE_ALARM_RATE).toExponential(0)} runs`

todo('3.1', () => {
  check('every element of out is 0 or x / keepProb', () => {
    forAll(dropoutCase, ({ x, options }) => {
      const { out } = forward(x, { ...options, mode: 'train' })
      expectTensor('out', out, x.shape)
      const { keepProb } = options
      const kept = keptIn(out)
      expectClose('out', out, mul(div(x, keepProb), kept), 1e-12, {
        onlyCause: 'dropoutForward/neither-zero-nor-scaled',
      })
    })
  })

  check('every element is dropped or kept independently, not whole rows or columns', (report) => {
    // A row or column of 60 elements is wholly kept or wholly dropped with probability 2^-59. There are 120 of them.
    report.note(`chance of a false alarm ${(120 * 2 ** -59).toExponential(0)}`)
    const { out } = forward(full([60, 60], 1), { keepProb: 0.5, mode: 'train', seed: 3 })
    expectTensor('out', out, [60, 60])
    expectDropped(out)
    for (let k = 0; k < 60; k++) {
      const lines = { Row: (i: number) => 60 * k + i, Column: (i: number) => 60 * i + k }
      for (const [name, index] of Object.entries(lines)) {
        const kept = Array.from({ length: 60 }, (_, i) => out.data[index(i)]).filter((value) => value !== 0)
        expectThat(
          kept.length > 0 && kept.length < 60,
          cause('dropoutForward/whole-line', { name, k, state: kept.length > 0 ? 'kept' : 'dropped' }),
        )
      }
    }
  })

  check('in images too, every channel and every image has its own mask', (report) => {
    // A channel of 64 elements is wholly kept or wholly dropped with probability 2^-63, and there are 32 of them.
    report.note(`chance of a false alarm ${(33 * 2 ** -63).toExponential(0)}`)
    const [N, C, pixels] = [4, 8, 64]
    const { out } = forward(full([N, C, 8, 8], 1), { keepProb: 0.5, mode: 'train', seed: 4 })
    expectTensor('out', out, [N, C, 8, 8])
    expectDropped(out)
    const mask = pattern(out)
    const channels = Array.from({ length: N * C }, (_, k) => mask.slice(k * pixels, (k + 1) * pixels))
    channels.forEach((channel, k) => {
      const [n, c] = [Math.floor(k / C), k % C]
      const state = channel.includes('1') ? 'kept' : 'dropped'
      expectThat(
        channel.includes('0') && channel.includes('1'),
        cause('dropoutForward/whole-channel', { n, c, state }),
      )
      for (let other = 0; other < n; other++)
        expectThat(channel !== channels[other * C + c], cause('dropoutForward/shared-mask', { n, other }))
    })
  })

  check('the share that is kept is keepProb', (report) => {
    const margin = meanMargin(large.data)
    report.note(`margin ${margin.toFixed(4)}: ${rate}`)
    for (const keepProb of [0.2, 0.5, 0.75, 0.9]) {
      const { out } = forward(large, { keepProb, mode: 'train', seed: 1 })
      expectTensor('out', out, large.shape)
      const kept = mean(map(out, (value) => Number(value !== 0)))
      report.note(`keepProb ${keepProb}: kept ${kept.toFixed(4)}`)
      expectThat(kept < 1, 'dropoutForward/nothing-dropped')
      const isNear = (share: number): boolean => Math.abs(kept - share) <= margin
      const id = isNear(1 - keepProb)
        ? 'dropoutForward/share-inverted'
        : isNear(SHARES_OF_NORMAL[keepProb])
          ? 'dropoutForward/normal-numbers'
          : 'dropoutForward/share'
      expectThat(
        isNear(keepProb),
        cause(id, {
          keepProb,
          kept: percent(kept),
          wanted: percent(keepProb),
        }),
      )
    }
  })

  check('the number of elements that are kept is random', (report) => {
    // The most likely count has probability 0.25.
    report.note(`chance of a false alarm ${(0.25 ** 39).toExponential(0)}`)
    const masks = Array.from({ length: 40 }, (_, seed) =>
      pattern(forward(full([10], 1), { keepProb: 0.5, mode: 'train', seed }).out),
    )
    const counts = masks.map((mask) => mask.replaceAll('0', '').length)
    expectThat(new Set(counts).size > 1 || new Set(masks).size === 1, 'dropoutForward/same-count')
  })

  check('the mean stays the same', (report) => {
    const x = map(randn([200, 100], { random: new Random(1) }), (value) => 10 + value)
    for (const keepProb of [0.25, 0.4, 0.7]) {
      const margin = meanMargin(div(x, keepProb).data)
      const { out } = forward(x, { keepProb, mode: 'train', seed: 2 })
      expectTensor('out', out, x.shape)
      report.note(`keepProb ${keepProb}: mean of x ${mean(x).toFixed(3)}, of out ${mean(out).toFixed(3)}`)
      report.note(`margin ${margin.toFixed(3)}: ${rate}`)
      expectThat(
        Math.abs(mean(out) - mean(x)) <= margin,
        cause('dropoutForward/mean-changes', {
          keepProb,
          before: formatNumber(mean(x)),
          after: formatNumber(mean(out)),
        }),
      )
    }
  })

  check('the same seed gives the same mask, and another seed a different one', () => {
    const draw = (seed: number): string => {
      const { out } = forward(full([20, 10], 1), { keepProb: 0.5, mode: 'train', seed })
      expectTensor('out', out, [20, 10])
      expectDropped(out)
      return pattern(out)
    }
    expectThat(draw(4) === draw(4), 'dropoutForward/seed-not-followed')
    expectThat(draw(4) !== draw(5), 'dropoutForward/seeds-alike')
  })

  check('without a seed, every call draws a new mask', () => {
    const draw = (): string => {
      const { out } = forward(full([20, 10], 1), { keepProb: 0.5, mode: 'train' })
      expectTensor('out', out, [20, 10])
      expectDropped(out)
      return pattern(out)
    }
    expectThat(draw() !== draw(), 'dropoutForward/no-seed-alike')
  })

  check('in test mode, out is x', () => {
    const { out: ones } = forward(large, { keepProb: 0.5, mode: 'test', seed: 12 })
    expectTensor('out in test mode', ones, large.shape)
    expectThat(!ones.data.includes(0), 'dropoutForward/drops-in-test-mode')
    forAll(dropoutCase, ({ x, options }) => {
      const { out } = forward(x, { ...options, mode: 'test' })
      expectClose('out in test mode', out, x, 0)
    })
  })

  check('with keepProb 1, out is x', () => {
    forAll(dropoutCase, ({ x, options: { seed } }) => {
      expectClose('out with keepProb 1', forward(x, { keepProb: 1, mode: 'train', seed }).out, x, 0)
    })
  })

  check('a keepProb that is not above 0 and at most 1 is a RangeError that names it', () => {
    for (const mode of ['train', 'test'] as const) forward(large, { keepProb: 0.5, mode, seed: 6 })
    for (const keepProb of [0, -0.5, 1.5, NaN]) {
      const error = errorOf(() => work.module?.dropoutForward(large, { keepProb, mode: 'train', seed: 6 }))
      expectThat(
        error instanceof RangeError && error.message.includes('keepProb'),
        cause('dropoutForward/no-range-error', {
          keepProb,
          thrown: error === undefined ? 'nothing is thrown' : `what is thrown is ${String(error)}`,
        }),
      )
    }
  })
})

laterTodo('3.2', { work, after: ['3.1'] }, () => {
  check('dx is 0 where the forward pass dropped an element, and nowhere else', () => {
    const x = full([20, 10], 1)
    const { out, cache } = forward(x, { keepProb: 0.5, mode: 'train', seed: 11 })
    const { dx } = backward(x, cache)
    expectTensor('dx', dx, x.shape)
    const [inOut, inDx] = [pattern(out), pattern(dx)]
    const differs = Array.from(inOut).filter((kept, i) => kept !== inDx[i]).length
    expectThat(
      // If none or all of the elements differ, the cause is not a different mask.
      differs === 0 || differs === x.size || !inDx.includes('0'),
      'dropoutBackward/other-mask',
    )
    expectClose('dx', dx, out, 1e-12)
  })

  check('an element that was 0 before is no dropped element', () => {
    const options = { keepProb: 0.5, mode: 'train', seed: 12 } as const
    const dout = full([20, 10], 1)
    const [ofOnes, ofZeros] = [1, 0].map(
      (value) => backward(dout, forward(full([20, 10], value), options).cache).dx,
    )
    expectTensor('dx', ofOnes, dout.shape)
    expectClose('dx', ofZeros, ofOnes, 0, { onlyCause: 'dropoutBackward/mask-from-out' })
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(dropoutCase, ({ x, dout, options }) => {
      const settings = { ...options, mode: 'train' as const }
      const { dx } = backward(dout, forward(x, settings).cache)
      const evaluate = (p: Tensor) => forward(p, settings).out.data
      expectGradient(report, 'dx', dx, x, { weights: dout.data, evaluate })
    })
  })

  check('dx is dout / keepProb where the forward pass kept an element, and 0 where it dropped it', () => {
    forAll(dropoutCase, ({ x, dout, options: { keepProb } }) => {
      // There is no seed, so only the cache knows the mask. No element of x is 0, so out shows the mask as well.
      const { out, cache } = forward(full(x.shape, 1), { keepProb, mode: 'train' })
      const { dx } = backward(dout, cache)
      expectTensor('out', out, x.shape)
      const kept = keptIn(out)
      expectClose('dx', dx, div(mul(dout, kept), keepProb), 1e-12)
    })
  })

  check('uses the mask of the cache that it is given, not of the latest forward pass', () => {
    const x = full([20, 10], 1)
    const { cache } = forward(x, { keepProb: 0.5, mode: 'train' })
    const before = backward(x, cache).dx
    expectTensor('dx', before, x.shape)
    forward(x, { keepProb: 0.25, mode: 'train' })
    expectClose('dx after another forward pass', backward(x, cache).dx, before, 1e-12, {
      onlyCause: 'dropoutBackward/latest-mask',
    })
  })

  check('in test mode, dx is dout', () => {
    forAll(dropoutCase, ({ x, dout, options }) => {
      const { cache } = forward(x, { ...options, mode: 'test' })
      expectClose('dx in test mode', backward(dout, cache).dx, dout, 0, {
        onlyCause: 'dropoutBackward/test-mode',
      })
    })
  })
})

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Returns what a call throws, or undefined if it throws nothing. */
function errorOf(call: () => unknown): unknown {
  try {
    call()
    return undefined
  } catch (error) {
    return error
  }
}
