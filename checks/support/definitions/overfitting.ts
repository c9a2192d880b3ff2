import type { Decision } from '../comparing/verdicts.ts'

/** The training accuracies from the start, and the final accuracy on other images. */
export type Overfitting = readonly [train: readonly number[], other: number]

/** The thresholds of the definition. */
const LINES = { other: 0.5, heart: 0.99, rise: 0.1 }
export type Lines = typeof LINES

const rules: readonly (readonly [Decision, holds: (one: Overfitting, lines: Lines) => boolean])[] = [
  [
    { verdict: 'knows too much', rule: 'more than half of the other images are right' },
    ([, other], lines) => other > lines.other,
  ],
  [
    { verdict: 'learned by heart', rule: 'the training accuracy is 0.99 or more at some time' },
    ([train], lines) => Math.max(...train) >= lines.heart,
  ],
  [
    {
      verdict: 'still learning',
      rule: 'the training accuracy is more than 0.1 higher at the end than at first',
    },
    ([train], lines) => train[train.length - 1] - train[0] > lines.rise,
  ],
]
const nothing: Decision = { verdict: 'learns nothing', rule: 'nothing else holds' }

/** Returns the verdict on the accuracies, from the definition, with its thresholds or with others. */
export const decideOverfitting = (one: Overfitting, lines: Partial<Lines> = {}): Decision =>
  rules.find(([, holds]) => holds(one, { ...LINES, ...lines }))?.[0] ?? nothing
