import { describe, expect, test } from 'vitest'
import {
  fittingAdvice,
  initialLossAdvice,
  learningRateAdvice,
  updateRatioAdvice,
} from '#kit/training/report/advice.ts'

describe('advice', () => {
  test('about the first loss', () => {
    expect(initialLossAdvice(2.31, Math.log(10))).toBe(
      'Initial loss 2.310 (expected 2.303): as it should be.',
    )
    expect(initialLossAdvice(9, Math.log(10))).toMatch(/^Initial loss 9\.000 .*: too high\. Try a smaller/)
    expect(initialLossAdvice(1, Math.log(10))).toMatch(/too low\. Look for a mistake in the loss/)
  })

  test('about update ratios, one or several', () => {
    expect(updateRatioAdvice({ W1: 4e-7 }, 'vanished')).toMatch(
      /^Update ratio of W1 is 4e-7: the gradient has nearly vanished\. Try batch normalization/,
    )
    expect(updateRatioAdvice({ W1: 1.2e-3, W2: 3e-3 }, 'healthy')).toBe(
      'Update ratios of W1 1e-3, W2 3e-3: healthy.',
    )
    expect(updateRatioAdvice({ W1: 4e-7, W2: 0 }, 'vanished')).toBe(
      'Update ratios of W1 4e-7, W2 0e+0: the gradients have nearly vanished. ' +
        'Try batch normalization, a larger weight scale or fewer layers.',
    )
    expect(updateRatioAdvice({ W1: 2e-5 }, 'too small')).toMatch(
      /is 2e-5: too small\. .*\. Try a higher learning/,
    )
    expect(updateRatioAdvice({ W1: Infinity }, 'too large')).toContain('is Infinity: large')
  })

  test('beside a gradient that has vanished, a higher learning rate is no advice', () => {
    expect(updateRatioAdvice({ W6: 1.2e-6 }, 'too small', true)).toBe(
      'Update ratio of W6 is 1e-6: too small as well. First bring the vanished gradients back.',
    )
    expect(updateRatioAdvice({ W6: 1e-3 }, 'healthy', true)).toBe('Update ratio of W6 is 1e-3: healthy.')
  })

  test('about a network that has learned nothing: both causes', () => {
    expect(learningRateAdvice(0.1, 'too low', true)).toBe(
      'Learning rate 0.1: too low, or the gradients vanish. The loss is still that of a network that only guesses. ' +
        'Try three times as much, or a larger weight scale or batch normalization.',
    )
    for (const verdict of ['too high', 'good'])
      expect(learningRateAdvice(0.1, verdict, true)).toBe(learningRateAdvice(0.1, verdict))
  })

  test('about the learning rate and the fit', () => {
    expect(learningRateAdvice(0.1, 'too high')).toContain('Learning rate 0.1: too high')
    expect(learningRateAdvice(0.1, 'too low')).toContain('too low. The loss barely falls. Try three times')
    expect(learningRateAdvice(0.1, 'good')).toContain('good')
    expect(fittingAdvice(0.95, 0.5, 'overfitting')).toMatch(
      /^Train accuracy 95 %, validation accuracy 50 %: overf/,
    )
    expect(fittingAdvice(0.3, 0.3, 'underfitting')).toContain('a larger network')
    expect(fittingAdvice(0.6, 0.55, 'good')).toContain('a good fit')
  })

  test('says which verdicts there are when it gets none of them', () => {
    expect(learningRateAdvice(0.1, 'perfect')).toBe(
      'Learning rate 0.1: the verdict is "perfect", but should be one of "too high", "too low", "good".',
    )
    expect(fittingAdvice(1, 1, undefined as never)).toContain('the verdict is undefined')
  })
})
