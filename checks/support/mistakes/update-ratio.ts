import { sub, type Tensor } from '#kit/tensor/index.ts'
import type { MistakenAnswer } from '../answers.ts'
import { meanOf } from '../matrices.ts'
import type { Decision } from '../verdicts.ts'

const lengthOf = (x: Tensor): number =>
  Math.sqrt(Array.from(x.data).reduce((total, value) => total + value ** 2, 0))
const absoluteSum = (x: Tensor): number =>
  Array.from(x.data).reduce((total, value) => total + Math.abs(value), 0)
const signedSum = (x: Tensor): number => Array.from(x.data).reduce((total, value) => total + value, 0)
const highest = (x: Tensor): number => Math.max(...x.data.map(Math.abs))

/** The update ratio, from its definition. */
export const ratioOf = (before: Tensor, after: Tensor): number =>
  lengthOf(sub(after, before)) / lengthOf(before)

/** What `updateRatio` with a mistake gives. */
export function ratioMistakes(before: Tensor, after: Tensor): Record<string, number> {
  const update = sub(after, before)
  return {
    'It is upside down: divide the update by the parameter.': lengthOf(before) / lengthOf(update),
    'It divides by the parameter after the step; divide by the one before.':
      lengthOf(update) / lengthOf(after),
    'It divides the sums of absolute values; take the roots of the sums of squares.':
      absoluteSum(update) / absoluteSum(before),
    'It divides plain sums, in which signs cancel; take the roots of the sums of squares.':
      signedSum(update) / signedSum(before),
    'It divides the largest elements; take the roots of the sums of squares.':
      highest(update) / highest(before),
    'It divides the parameter after the step by the one before; divide the update, after - before.':
      lengthOf(after) / lengthOf(before),
    'It is the change of the length; take the length of the change, after - before.':
      Math.abs(lengthOf(after) - lengthOf(before)) / lengthOf(before),
    'The root is missing: a length is the root of the sum of squares.': ratioOf(before, after) ** 2,
    'The division by the length of the parameter is missing.': lengthOf(update),
    'It divides by the number of elements too; only lengths are divided.':
      ratioOf(before, after) / before.size,
    'Something small was added to the length of the parameter; treat zeros on their own.':
      lengthOf(update) / (lengthOf(before) + 1e-8),
    'It is the mean of the ratios of the elements; divide the lengths of the whole tensors.': meanOf(
      Array.from(update.data, (value, i) => Math.abs(value / before.data[i])),
    ),
  }
}

/** What an update ratio says, from its definition. */
export function decideUpdateRatio(ratio: number): Decision {
  if (ratio < 1e-6) return { verdict: 'vanished', rule: 'it is below 1e-6' }
  if (ratio < 1e-4) return { verdict: 'too small', rule: 'from 1e-6 to below 1e-4' }
  return ratio <= 1e-2
    ? { verdict: 'healthy', rule: 'from 1e-4 to 1e-2, both included' }
    : { verdict: 'too large', rule: 'it is above 1e-2, or not a finite number' }
}

/** Update ratios on both sides of every line, on it, and what is no finite number. */
export const updateRatios = [
  0,
  4e-9,
  9e-8,
  4e-7,
  9e-7,
  1e-6,
  1.2e-6,
  2e-6,
  1e-5,
  9e-5,
  1e-4,
  3e-4,
  1e-3,
  5e-3,
  1e-2,
  0.011,
  0.1,
  3,
  Infinity,
  NaN,
]

const judge = (ratio: number, { least = 1e-6, low = 1e-4, high = 1e-2 } = {}): string =>
  ratio < least ? 'vanished' : ratio < low ? 'too small' : ratio <= high ? 'healthy' : 'too large'
const replaced = (a: string, b: string) => (ratio: number) => {
  const { verdict } = decideUpdateRatio(ratio)
  return verdict === a ? b : verdict === b ? a : verdict
}

/** What `judgeUpdateRatio` with a mistake says. */
export const updateRatioMistakes: readonly MistakenAnswer<number>[] = [
  ['1e-6 itself has not vanished; it is too small.', (ratio) => (ratio === 1e-6 ? 'vanished' : judge(ratio))],
  ['1e-4 itself is healthy still.', (ratio) => (ratio === 1e-4 ? 'too small' : judge(ratio))],
  ['1e-2 itself is healthy still.', (ratio) => (ratio === 1e-2 ? 'too large' : judge(ratio))],
  [
    'NaN is not a finite number, so too large; no comparison with NaN holds.',
    (ratio) => (Number.isNaN(ratio) ? 'healthy' : judge(ratio)),
  ],
  [
    'NaN is not a finite number, so too large; no comparison with NaN holds.',
    (ratio) => (Number.isNaN(ratio) ? 'too small' : judge(ratio)),
  ],
  [
    'NaN is not a finite number, so too large; no comparison with NaN holds.',
    (ratio) => (Number.isNaN(ratio) ? 'vanished' : judge(ratio)),
  ],
  ['It never says vanished, the verdict below 1e-6.', (ratio) => judge(ratio, { least: 0 })],
  [
    'It never says too small, the verdict from 1e-6 to below 1e-4.',
    (ratio) => (ratio < 1e-4 ? 'vanished' : judge(ratio)),
  ],
  ['A ratio of 0 is below 1e-6 too, so vanished.', (ratio) => (ratio === 0 ? 'too small' : judge(ratio))],
  ...[1e-8, 1e-7, 5e-7, 1.5e-6, 1e-5].map((least): MistakenAnswer<number> => [
    'It does not draw the line of vanished at 1e-6.',
    (ratio) => judge(ratio, { least }),
  ]),
  ...[2e-5, 1e-3, 2e-3].map((low): MistakenAnswer<number> => [
    'It does not draw the line of too small at 1e-4.',
    (ratio) => judge(ratio, { low }),
  ]),
  ...[1e-3, 2e-3, 0.05, 1, 5].map((high): MistakenAnswer<number> => [
    'It does not draw the line of too large at 1e-2.',
    (ratio) => judge(ratio, { high }),
  ]),
  [
    'It says too small where it should say too large, and the other way round.',
    replaced('too small', 'too large'),
  ],
  [
    'It says vanished where it should say too small, and the other way round.',
    replaced('vanished', 'too small'),
  ],
]
