import fc from 'fast-check'
import { Random } from '#kit/tensor/index.ts'

/**
 * Returns a curve with noise.
 *
 * @param shape - the value at each fraction of the curve, from 0 at the start to 1 at the end
 * @param noise - the largest deviation, as a fraction of the value
 */
export function noisy(n: number, shape: (share: number) => number, noise: number, seed: number): number[] {
  const random = new Random(seed)
  return Array.from({ length: n }, (_, i) => {
    const value = shape(n === 1 ? 0 : i / (n - 1))
    // The first value has no noise, because the others are compared with it.
    return i === 0 ? value : value * (1 + noise * (2 * random.uniform() - 1))
  })
}

const curve = fc.record({
  n: fc.integer({ min: 30, max: 200 }),
  start: fc.constantFrom(2.3, 4.6, 0.7),
  amount: fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100),
  seed: fc.nat(1000),
})

/** Loss curves whose height, as a fraction of the start, is `shape` at each fraction of the curve. */
const losses = (shape: (share: number, amount: number) => number, noise = 0.02) =>
  curve.map(({ n, start, amount, seed }) => ({
    losses: Float64Array.from(noisy(n, (share) => start * shape(share, amount), noise, seed)),
  }))

/** Falls to `level` along an exponential: the higher the speed, the earlier. */
const fall = (share: number, level: number, speed: number): number =>
  level + (1 - level) * Math.exp(-speed * share)

/** Loss curves of every kind, far from the thresholds, with their correct verdicts. */
export const lossCurves = {
  'falls and keeps falling': { verdict: 'good', curves: losses((t, a) => 1 - (0.3 + 0.6 * a) * t) },
  'falls fast, then slowly, to a low level': {
    verdict: 'good',
    curves: losses((t, a) => fall(t, 0.5 * a, 8)),
  },
  'falls late': {
    verdict: 'good',
    curves: losses((t, a) => (t < 0.5 ? 1 : 1 - (0.6 + 0.6 * a) * (t - 0.5))),
  },
  'ends near zero': { verdict: 'good', curves: losses((t) => fall(t, 0, 30)) },
  'diverges slowly': { verdict: 'too high', curves: losses((t, a) => 1 + (0.15 + a) * t) },
  explodes: { verdict: 'too high', curves: losses((t, a) => Math.exp((2 + 60 * a) * t)) },
  'falls at once and stays high': {
    verdict: 'too high',
    curves: losses((t, a) => fall(t, 0.65 + 0.25 * a, 30), 0.005),
  },
  'explodes at first and then stays where it began': {
    verdict: 'too high',
    curves: losses((t, a) => (t > 0.05 && t < 0.2 ? 5 + 20 * a : 1)),
  },
  'hardly falls': { verdict: 'too low', curves: losses((t, a) => 1 - 0.04 * a * t, 0.005) },
  'falls a little, evenly': {
    verdict: 'too low',
    curves: losses((t, a) => 1 - (0.05 + 0.02 * a) * t, 0.005),
  },
}

interface Levels {
  train: number
  validation: number
}

/**
 * Accuracies that rise to the given levels and fluctuate around them.
 *
 * @param before - the levels that they had reached in the meantime, if they were others
 */
const accuracies = (levels: (amount: number) => Levels, before?: Levels) =>
  fc
    .record({
      n: fc.integer({ min: before ? 20 : 1, max: 60 }),
      amount: fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100),
      seed: fc.nat(1000),
    })
    .map(({ n, amount, seed }) => {
      const rising = (level: number, earlier = level, from: number): Float64Array =>
        Float64Array.from(
          noisy(
            n,
            (share) => {
              const now = share > 0.3 && share < 0.7 ? earlier : level
              return now - (n === 1 ? 0 : (now - 0.1) * Math.exp(-100 * share))
            },
            0.01,
            from,
          ),
        )
      const { train, validation } = levels(amount)
      return {
        train: rising(train, before?.train, seed),
        validation: rising(validation, before?.validation, seed + 1001),
      }
    })

/** Pairs of accuracy curves of every kind, far from the thresholds, with their correct verdicts. */
export const accuracyCurves = {
  'a wide gap': {
    verdict: 'overfitting',
    curves: accuracies((a) => ({ train: 0.98 - 0.2 * a, validation: 0.5 + 0.08 * a })),
  },
  'no gap, and both low': {
    verdict: 'underfitting',
    curves: accuracies((a) => ({ train: 0.2 + 0.6 * a, validation: 0.2 + 0.57 * a })),
  },
  'validation above training, both low': {
    verdict: 'underfitting',
    curves: accuracies((a) => ({ train: 0.2 + 0.4 * a, validation: 0.25 + 0.6 * a })),
  },
  'a small gap': {
    verdict: 'good',
    curves: accuracies((a) => ({ train: 0.4 + 0.4 * a, validation: 0.31 + 0.4 * a })),
  },
  'a wide gap, after the validation accuracy was high': {
    verdict: 'overfitting',
    curves: accuracies((a) => ({ train: 0.95, validation: 0.5 + 0.2 * a }), { train: 0.9, validation: 0.92 }),
  },
  'no gap and both low, after both were high': {
    verdict: 'underfitting',
    curves: accuracies((a) => ({ train: 0.2 + 0.5 * a, validation: 0.2 + 0.47 * a }), {
      train: 0.97,
      validation: 0.95,
    }),
  },
  'no gap, but both high': {
    verdict: 'good',
    curves: accuracies((a) => ({ train: 0.93 + 0.05 * a, validation: 0.92 + 0.05 * a })),
  },
}

/** The sizes of gradients from the first layer to the last, none close to a thousandth of the largest. */
export const layerSizes = fc
  .array(
    fc.oneof(fc.double({ min: -2.5, max: 0, noNaN: true }), fc.double({ min: -9, max: -3.5, noNaN: true })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .chain((powers) => fc.record({ powers: fc.constant(powers), scale: fc.constantFrom(1e-4, 1, 50) }))
  .map(({ powers, scale }) => ({
    sizes: Object.fromEntries(
      powers.map((power, i) => [`W${i + 1}`, scale * 10 ** (power - Math.max(...powers))]),
    ),
  }))
