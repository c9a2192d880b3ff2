import type { MistakenAnswer } from '../../comparing/answers.ts'
import { decideUpdateRatio } from '../../definitions/diagnostics.ts'

/** Update ratios on, below and above every threshold, and values that are not finite. */
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

/** The answers of `judgeUpdateRatio` with mistakes. */
export const updateRatioMistakes: readonly MistakenAnswer<number>[] = [
  ['judgeUpdateRatio/vanished-line-itself', (ratio) => (ratio === 1e-6 ? 'vanished' : judge(ratio))],
  ['judgeUpdateRatio/low-line-itself', (ratio) => (ratio === 1e-4 ? 'too small' : judge(ratio))],
  ['judgeUpdateRatio/high-line-itself', (ratio) => (ratio === 1e-2 ? 'too large' : judge(ratio))],
  ['judgeUpdateRatio/nan', (ratio) => (Number.isNaN(ratio) ? 'healthy' : judge(ratio))],
  ['judgeUpdateRatio/nan', (ratio) => (Number.isNaN(ratio) ? 'too small' : judge(ratio))],
  ['judgeUpdateRatio/nan', (ratio) => (Number.isNaN(ratio) ? 'vanished' : judge(ratio))],
  ['judgeUpdateRatio/never-vanished', (ratio) => judge(ratio, { least: 0 })],
  ['judgeUpdateRatio/never-too-small', (ratio) => (ratio < 1e-4 ? 'vanished' : judge(ratio))],
  ['judgeUpdateRatio/zero', (ratio) => (ratio === 0 ? 'too small' : judge(ratio))],
  ...[1e-8, 1e-7, 5e-7, 1.5e-6, 1e-5].map((least): MistakenAnswer<number> => [
    'judgeUpdateRatio/vanished-line',
    (ratio) => judge(ratio, { least }),
  ]),
  ...[2e-5, 1e-3, 2e-3].map((low): MistakenAnswer<number> => [
    'judgeUpdateRatio/low-line',
    (ratio) => judge(ratio, { low }),
  ]),
  ...[1e-3, 2e-3, 0.05, 1, 5].map((high): MistakenAnswer<number> => [
    'judgeUpdateRatio/high-line',
    (ratio) => judge(ratio, { high }),
  ]),
  ['judgeUpdateRatio/small-large-swapped', replaced('too small', 'too large')],
  ['judgeUpdateRatio/vanished-small-swapped', replaced('vanished', 'too small')],
]
