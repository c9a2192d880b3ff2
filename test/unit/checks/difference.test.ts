import { describe, expect, test } from 'vitest'
import { showDifference } from '../../../checks/support/comparing/difference.ts'

/** Shows the difference between 0, 1, 2, ... and the same numbers with some elements negated. */
function shown(shape: readonly number[], isWrong: (i: number) => boolean): string[] {
  const size = shape.reduce((product, length) => product * length, 1)
  const expected = Array.from({ length: size }, (_, i) => i)
  const actual = expected.map((value) => (isWrong(value) ? -value : value))
  const wrong = expected.filter(isWrong)
  return showDifference(wrong, shape, ['expected', expected], ['yours', actual])
    .split('\n')
    .map((line) => line.trim())
}

describe('what is shown of a wrong tensor', () => {
  test('a matrix whole, with the wrong elements marked', () => {
    expect(shown([2, 3], (i) => i === 1 || i === 5)).toEqual([
      'expected   yours (* wrong)',
      '0  1  2    0  -1*  2',
      '3  4  5    3   4  -5*',
    ])
  })

  test('a list and a number', () => {
    expect(shown([3], (i) => i === 2)).toEqual(['expected   yours (* wrong)', '0  1  2    0  1  -2*'])
    expect(shown([], () => true)).toHaveLength(2)
  })

  test('of several matrices those with wrong elements, with their place', () => {
    expect(shown([2, 2, 1, 2], (i) => i === 4)).toEqual([
      'expected [1, 0, ...]   yours (* wrong)',
      '4  5                   -4* 5',
    ])
  })

  test('of many matrices the first few', () => {
    const lines = shown([2, 3, 2, 2], (i) => i % 2 === 1)
    expect(lines).toHaveLength(3 * 3 + 1)
    expect(lines.at(-1)).toBe('... and 3 more such matrices')
  })

  test('of a large tensor the first wrong elements, and a map', () => {
    const lines = shown([2, 12, 12], (i) => i % 12 === 11)
    expect(lines.slice(0, 2)).toEqual(['index       expected  yours', '[0, 0, 11]  11        -11'])
    expect(lines[9]).toBe('... and 16 more')
    expect(lines[10]).toBe('Where it is wrong at [0, ...]:')
    expect(lines.slice(11, 23)).toEqual(Array.from({ length: 12 }, () => '· '.repeat(11) + '*'))
  })

  test('of a long list only the first wrong elements', () => {
    expect(shown([500], (i) => i > 7)).toHaveLength(10)
  })
})
