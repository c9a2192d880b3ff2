import type { CauseId } from './causes/index.ts'

/** Causes that describe a pattern in the wrong numbers, and do not say what made them so. */
const patterns: readonly CauseId[] = [
  'explain/same-number',
  'explain/number-per-column',
  'explain/number-per-row',
  'explain/constant',
  'explain/named-place',
  'explain/first-right',
  'explain/place',
  'explain/border',
  'explain/condition',
  'explain/factor',
  'explain/rearranged',
  'explain/six-digits',
  'shape/axis-kept',
  'shape/other',
]

/** Laws that a wrong answer breaks, whatever made it wrong. */
const laws: readonly CauseId[] = [
  'linear/in-dout',
  'convForward/not-linear',
  'convForward/does-not-move',
  'network/scores-depend-on-batch',
  'normalizedNet/scores-depend-on-batch',
  'network/fixed-last-layer',
  'batchnormBackward/does-not-add-up-to-zero',
  'batchnormBackward/stretching-changes-it',
  'layernormBackward/does-not-add-up-to-zero',
  'verdict/wrong',
  'maxPoolBackward/shared-at-tie',
  'maxPoolBackward/not-the-maximum',
  'regularization/other',
  'loss/doubled-batch-changes-it',
  'loss/depends-on-place',
  'loss/shift-changes-it',
  'gradient/function-jumps',
  'spatialNorm/not-standardized',
  'normalizedNet/beta-unused',
  'optimizer/second-step-differs',
  'vanishingLayers/wrong',
]

/** Causes that only say for which inputs an answer is wrong. They tell something only if all ordinary ones are right. */
const extremes: readonly CauseId[] = [
  'scale/large',
  'scale/small',
  'scale/shifted',
  'calls/wrong-at-size',
  'network/deep-wrong',
]

/** What is wrong for scores that are far apart. A mistake with ordinary scores comes first. */
const farApart: readonly CauseId[] = ['softmaxLoss/overflows', 'softmaxLoss/logarithm-of-zero']

/** Rates how much a cause says about the mistake, from a mere symptom (0) to a known mistake of this function (3). */
export function knowledgeIn(cause: CauseId | undefined): number {
  if (cause !== undefined && extremes.includes(cause)) return -1
  if (cause === undefined || /^(?:values|crash|overfitting)\//.test(cause)) return 0
  if (cause.startsWith('edit/')) return 1.5
  if (patterns.includes(cause) || laws.includes(cause)) return 1
  return farApart.includes(cause) || /^(?:explain|shape)\//.test(cause) ? 2 : 3
}
