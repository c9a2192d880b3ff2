import type { MistakenAnswer } from '../../comparing/answers.ts'
import { decideOverfitting, type Lines, type Overfitting } from '../../definitions/overfitting.ts'

const judge = (one: Overfitting, lines: Partial<Lines> = {}): string => decideOverfitting(one, lines).verdict

/** Sequences of training accuracies, none close to the threshold of a rise of 0.1. */
const courses: readonly (readonly number[])[] = [
  [0.1, 0.5, 0.9, 1],
  [0.1, 0.6, 0.99],
  [0.08, 0.7, 1, 0.62],
  [0.2, 0.99, 0.25],
  [0.1, 0.5, 0.98],
  [0.1, 0.2, 0.3, 0.45],
  [0.1, 0.4, 0.45],
  [0.12, 0.08, 0.24],
  [0.15, 0.22, 0.17, 0.23],
  [0.1, 0.13, 0.16],
  [0.1, 0.45, 0.12],
  [0.1, 0.1, 0.1],
  [0.3, 0.2, 0.1],
  [0.5, 0.4, 0.47],
  [0.3, 0.05, 0.25],
  [0.12],
  [1],
]

/** Every sequence with few, with half and with many of the other images right. */
export const overfittingCases: readonly Overfitting[] = courses.flatMap((train) =>
  [0.05, 0.1, 0.3, 0.48, 0.5, 0.52, 0.75, 1].map((other): Overfitting => [train, other]),
)

const last = (train: readonly number[]): number => train[train.length - 1]
const mapped = (a: string, b: string) => (one: Overfitting) => {
  const verdict = judge(one)
  return verdict === a ? b : verdict === b ? a : verdict
}

/** The answers of `judgeOverfitting` with mistakes. */
export const overfittingMistakes: readonly MistakenAnswer<Overfitting>[] = [
  [
    'judgeOverfitting/only-at-end',
    ([train, other]) => judge([train, other], { heart: last(train) >= 0.99 ? 0.99 : Infinity }),
  ],
  ['judgeOverfitting/heart-line-itself', (one) => judge(one, { heart: 0.995 })],
  ...[0.4, 0.9, 0.95].map((heart): MistakenAnswer<Overfitting> => [
    'judgeOverfitting/heart-line',
    (one) => judge(one, { heart }),
  ]),
  [
    'judgeOverfitting/too-much-after-heart',
    (one) => (Math.max(...one[0]) >= 0.99 ? 'learned by heart' : judge(one)),
  ],
  [
    'judgeOverfitting/too-much-last',
    ([train, other]) => {
      const verdict = judge([train, 0])
      return verdict === 'learns nothing' ? judge([train, other]) : verdict
    },
  ],
  ['judgeOverfitting/never-too-much', ([train]) => judge([train, 0])],
  ['judgeOverfitting/half-itself', (one) => judge(one, { other: 0.49 })],
  ...[0.2, 0.4, 0.6, 0.9, 0.99].map((other): MistakenAnswer<Overfitting> => [
    'judgeOverfitting/too-much-line',
    (one) => judge(one, { other }),
  ]),
  ['judgeOverfitting/any-rise', (one) => judge(one, { rise: 0 })],
  ...[0.05, 0.2, 0.3, 0.5].map((rise): MistakenAnswer<Overfitting> => [
    'judgeOverfitting/rise-line',
    (one) => judge(one, { rise }),
  ]),
  ['judgeOverfitting/rise-to-best', ([train, other]) => judge([[train[0], Math.max(...train)], other])],
  [
    'judgeOverfitting/rise-from-worst',
    ([train, other]) => {
      const verdict = judge([train, other])
      return verdict !== 'learns nothing' ? verdict : judge([[Math.min(...train), last(train)], other])
    },
  ],
  [
    'judgeOverfitting/rise-of-last-epoch',
    ([train, other]) => {
      const before = train[train.length - 2] ?? last(train)
      const known = Math.max(...train) >= 0.99
      return judge([known ? train : [before, last(train)], other])
    },
  ],
  [
    'judgeOverfitting/height-not-rise',
    ([train, other]) =>
      Math.max(...train) >= 0.99 ? judge([train, other]) : judge([[0, last(train)], other]),
  ],
  [
    'judgeOverfitting/fall-for-rise',
    ([train, other]) =>
      Math.max(...train) >= 0.99 ? judge([train, other]) : judge([train.toReversed(), other]),
  ],
  [
    'judgeOverfitting/either-side',
    ([train, other]) => {
      const verdict = judge([train, other])
      return verdict === 'learns nothing' ? judge([train.toReversed(), other]) : verdict
    },
  ],
  ['judgeOverfitting/nothing-learning-swapped', mapped('learns nothing', 'still learning')],
  ['judgeOverfitting/heart-learning-swapped', mapped('learned by heart', 'still learning')],
  ['judgeOverfitting/too-much-heart-swapped', mapped('knows too much', 'learned by heart')],
]
