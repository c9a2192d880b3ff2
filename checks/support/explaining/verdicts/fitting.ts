import type { MistakenAnswer } from '../../comparing/answers.ts'
import { pointsOf, decideByAccuracies, decideFitting, type Curves } from '../../definitions/diagnostics.ts'

/** Returns a curve of 20 values with noise at its end, so that `last` is the mean of the last two. */
const rising = (end: number, noise: number): number[] =>
  Array.from({ length: 20 }, (_, i) => (i < 18 ? (end * i) / 20 : end + (i === 18 ? noise : -noise)))

/** Runs whose final accuracies are far from every threshold, and runs of one epoch, some with exactly 0.9. */
export const fittingCurves: readonly Curves[] = [
  ...[0.1, 0.3, 0.6, 0.72, 0.88, 0.92, 0.97].flatMap((train) =>
    [-0.3, -0.1, 0.02, 0.04, 0.08, 0.13, 0.17, 0.28].flatMap((gap): Curves[] => {
      const validation = train - gap
      if (validation < 0.02 || validation > 0.97) return []
      return [
        [rising(train, 0.02), rising(validation, -0.02)],
        [rising(train, -0.02), rising(validation, 0.02)],
      ]
    }),
  ),
  [[0.9], [0.4]],
  [[0.31], [0.3]],
  [[0.9], [0.9]],
]

const atEnd = (judge: (train: number, validation: number) => string) => (curves: Curves) =>
  judge(pointsOf(curves[0]).last, pointsOf(curves[1]).last)
const mapped = (verdicts: Record<string, string>) => (curves: Curves) => {
  const { verdict } = decideFitting(curves)
  return verdicts[verdict] ?? verdict
}

/** The answers of `judgeFitting` with mistakes. */
export const fittingMistakes: readonly MistakenAnswer<Curves>[] = [
  ['judgeFitting/gap-sign', atEnd((t, v) => decideByAccuracies(t, v, v - t).verdict)],
  ['judgeFitting/gap-absolute', atEnd((t, v) => decideByAccuracies(t, v, Math.abs(t - v)).verdict)],
  ['judgeFitting/gap-relative', atEnd((t, v) => decideByAccuracies(t, v, 1 - v / t).verdict)],
  [
    'judgeFitting/without-accuracy-line',
    atEnd((t, v) => (t - v < 0.05 ? 'underfitting' : decideByAccuracies(t, v).verdict)),
  ],
  [
    'judgeFitting/without-gap-line',
    atEnd((t, v) => (t < 0.9 && t - v <= 0.15 ? 'underfitting' : decideByAccuracies(t, v).verdict)),
  ],
  ['judgeFitting/validation-accuracy', atEnd((t, v) => decideByAccuracies(v, 0, t - v).verdict)],
  [
    'judgeFitting/accuracy-line-itself',
    atEnd((t, v) =>
      decideByAccuracies(t, v).verdict === 'good' && t <= 0.9 && t - v < 0.05
        ? 'underfitting'
        : decideByAccuracies(t, v).verdict,
    ),
  ],
  ...[0.07, 0.1, 0.2, 0.3].map((line): MistakenAnswer<Curves> => [
    'judgeFitting/overfitting-line',
    atEnd((t, v) =>
      t - v > line ? 'overfitting' : t - v > 0.15 ? 'good' : decideByAccuracies(t, v).verdict,
    ),
  ]),
  [
    'judgeFitting/very-last',
    ([train, validation]) => decideByAccuracies(train.at(-1)!, validation.at(-1)!).verdict,
  ],
  [
    'judgeFitting/in-the-middle',
    ([train, validation]) => decideByAccuracies(pointsOf(train).middle, pointsOf(validation).middle).verdict,
  ],
  [
    'judgeFitting/best',
    ([train, validation]) => decideByAccuracies(Math.max(...train), Math.max(...validation)).verdict,
  ],
  ['judgeFitting/good-underfitting-swapped', mapped({ good: 'underfitting', underfitting: 'good' })],
  [
    'judgeFitting/overfitting-underfitting-swapped',
    mapped({ overfitting: 'underfitting', underfitting: 'overfitting' }),
  ],
]
