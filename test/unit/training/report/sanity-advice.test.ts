import { describe, expect, test } from 'vitest'
import { gradientAdvice, overfittingAdvice } from '#kit/training/report/sanity-advice.ts'

describe('advice before training', () => {
  test('about gradients: right, wrong, and too small to be measured', () => {
    expect(gradientAdvice({ W1: 3.2e-9, b1: 1e-4 })).toEqual({
      lines: ['Gradient check: relative errors as they should be: W1 3e-9, b1 1e-4.'],
      right: true,
    })
    const { lines, right } = gradientAdvice({ W1: 3e-9, b1: undefined, W2: 0.33, b2: NaN })
    expect(right).toBe(false)
    expect(lines).toEqual([
      'Gradient check: relative errors as they should be: W1 3e-9.',
      expect.stringMatching(
        /relative errors too large: W2 3e-1, b2 NaN\. There, the backward pass does not match/,
      ),
      expect.stringMatching(/gradients too small to measure: b1\./),
    ])
    expect(gradientAdvice({ b1: 1.1e-4 }).right).toBe(false)
  })

  test('of many parameters that are right, the worst is named; those that are wrong are all named', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`W${i + 1}`, (i + 1) * 1e-9]))
    const { lines, right } = gradientAdvice({ ...many, W7: 0.5, W8: 0.6, W9: 4e-7 })
    expect(lines[0]).toBe(
      'Gradient check: relative errors as they should be: at most 4e-7 (W9) in 18 parameters.',
    )
    expect(lines[1]).toContain('relative errors too large: W7 5e-1, W8 6e-1.')
    expect(right).toBe(false)
  })

  test('about learning by heart', () => {
    const course = { images: 100, trainAccuracy: [0.1, 0.6, 1], other: 0.12, others: 100 }
    expect(overfittingAdvice(course, 'learned by heart')).toBe(
      '100 training images: 100 % after 2 epochs, 12 % of 100 other images: learned by heart, as it should be.',
    )
    expect(overfittingAdvice(course, 'learns nothing')).toContain('Look for a mistake in the forward pass')
    expect(overfittingAdvice(course, 'still learning')).toContain('a better learning rate')
    expect(overfittingAdvice(course, 'knows too much')).toContain('Does it see the labels')
    expect(overfittingAdvice(course, 'well')).toContain('the verdict is "well", but should be one of')
  })
})
