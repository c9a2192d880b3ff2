import { cause } from '#kit/course/causes/index.ts'
import type { MistakenAnswer } from '../../comparing/answers.ts'
import { pointsOf } from '../../definitions/diagnostics.ts'
import {
  conditionsOf,
  decide,
  decideLearningRate,
  notFinite,
  plateau,
  thresholds,
  type Threshold,
} from '../../definitions/learning-rate.ts'

type Losses = readonly number[]

/** Returns a curve of 20 losses, whose middle and last are means of two losses each. */
const noisyCurve = (middle: Losses, last: Losses): Losses =>
  Array.from({ length: 20 }, (_, i) => middle[i - 9] ?? last[i - 18] ?? 1)

/** Special curves, and curves of three losses (first, middle and last) far from every threshold. */
export const shortCurves: readonly Losses[] = [
  ...[1, 2.3].flatMap((first) =>
    [0.3, 0.55, 0.65, 0.85, 0.93, 0.97, 1.04, 1.1, 2.9, 3.1, 5, 50].flatMap((middle) =>
      [0.3, 0.54, 0.64, 0.84, 0.88, 0.92, 0.96, 1.04, 1.1, 2.9, 3.1].map((last) =>
        [1, middle, last].map((share) => share * first),
      ),
    ),
  ),
  ...[NaN, Infinity, -Infinity].flatMap((bad) => [
    [1, bad, 0.5],
    [1, 0.7, bad],
    [bad, 0.7, 0.5],
    [bad],
    [2.3, bad, 1.5, 1.2],
  ]),
  [2.3],
  [1, 3, 0.3],
  noisyCurve([1, 1], [0.8, 0.96]),
  noisyCurve([1, 1], [1, 0.84]),
  noisyCurve([0.88, 1], [0.93, 0.93]),
]

/** Wrong thresholds, chosen so that each gives different verdicts. */
const wrongThresholds: Record<Threshold, readonly number[]> = {
  'some loss is above 3 · first': [1.02, 1.07, 2, 4, 10],
  'last is above 1.05 · first': [0.98, 1, 2],
  'middle is below 0.95 · first': [0.6, 0.75, 0.9, 1],
  'middle - last is below 0.02 · first': [-0.05, 0.03, 0.1],
  'last is above 0.6 · first': [0.4, 0.59, 0.74, 0.86],
  'last is above 0.9 · first': [0.4, 0.59, 0.74, 0.86, 0.94, 0.98, 1],
}

const swapped = (a: string, b: string): MistakenAnswer<Losses> => [
  cause('judgeLearningRate/swapped', { a, b }),
  (losses) => {
    const { verdict } = decideLearningRate(losses)
    return verdict === a ? b : verdict === b ? a : verdict
  },
]

/** The answers of `judgeLearningRate` with mistakes. */
export const learningRateMistakes: readonly MistakenAnswer<Losses>[] = [
  ...[notFinite, ...Object.keys(thresholds)].map((condition): MistakenAnswer<Losses> => [
    cause('judgeLearningRate/without-condition', { condition }),
    (losses) =>
      decide({ ...conditionsOf(losses), [condition]: (plateau as readonly string[]).includes(condition) })
        .verdict,
  ]),
  ...(Object.keys(thresholds) as Threshold[]).flatMap((line) =>
    wrongThresholds[line].map((place): MistakenAnswer<Losses> => [
      cause('judgeLearningRate/line', { line }),
      (losses) => decide(conditionsOf(losses, pointsOf(losses), { ...thresholds, [line]: place })).verdict,
    ]),
  ),
  [
    'judgeLearningRate/absolute-numbers',
    (losses) => decide(conditionsOf(losses, { ...pointsOf(losses), first: 1 })).verdict,
  ],
  [
    'judgeLearningRate/plateau-too-low',
    (losses) => {
      const { verdict, rule } = decideLearningRate(losses)
      return rule === 'it plateaus high' ? 'too low' : verdict
    },
  ],
  [
    'judgeLearningRate/plateau-last',
    (losses) => {
      const { verdict, rule } = decideLearningRate(losses)
      return rule === 'it plateaus high' && conditionsOf(losses)['last is above 0.9 · first']
        ? 'too low'
        : verdict
    },
  ],
  [
    'judgeLearningRate/very-last',
    (losses) => decide(conditionsOf(losses, { ...pointsOf(losses), last: losses.at(-1)! })).verdict,
  ],
  [
    'judgeLearningRate/single-middle',
    (losses) => {
      const middle = losses[Math.floor(losses.length / 2)]
      return decide(conditionsOf(losses, { ...pointsOf(losses), middle })).verdict
    },
  ],
  [
    'judgeLearningRate/three-times-itself',
    (losses) =>
      decide({
        ...conditionsOf(losses),
        'some loss is above 3 · first': losses.some((loss) => loss >= 3 * losses[0]),
      }).verdict,
  ],
  swapped('good', 'too low'),
  swapped('too high', 'too low'),
]
