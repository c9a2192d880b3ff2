import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholePoints } from '#kit/grading/formats/whole-points.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

test.each([
  [
    [2, 0, 3],
    [2, 0, 3],
  ],
  [
    [1 / 3, 1 / 3, 1 / 3],
    [1, 0, 0],
  ],
  [
    [0.5, 2.75, 1.5],
    [0, 3, 1],
  ],
  [[], []],
])('%j becomes %j', (points, whole) => expect(wholePoints(points)).toEqual(whole))

test('the sum is the sum rounded down, and no number changes by 1 or more', () => {
  const eighths = fc.array(fc.integer({ min: 0, max: 80 }).map((number) => number / 8))
  fc.assert(
    fc.property(eighths, (points) => {
      const whole = wholePoints(points)
      expect(sum(whole)).toBe(Math.floor(sum(points)))
      expect(whole.every((each, i) => Number.isInteger(each) && Math.abs(each - points[i]) < 1)).toBe(true)
    }),
  )
})
