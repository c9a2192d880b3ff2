import { stripVTControlCharacters, styleText } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { partLines } from '#kit/progress/part-lines.ts'
import { progressOf } from '#kit/progress/progress.ts'
import { print, wrapped, wrappedLines } from '#kit/text/wrap.ts'

const red = (text: string): string => styleText('red', text, { validateStream: false })

describe('a text on a narrow terminal', () => {
  test.each([
    [
      'breaks between words, and goes on below its first word',
      '1. ',
      'one two three',
      11,
      '1. one two\n   three',
    ],
    ['stays as it is where there is room', '  ', 'one two three', 15, '  one two three'],
    [
      'stays as it is without a terminal',
      '  ',
      'one '.repeat(99),
      Infinity,
      `  ${'one '.repeat(99).trimEnd()}`,
    ],
    ['never breaks a place that terminals make a link of', '', 'a layers.ts:33', 6, 'a\nlayers.ts:33'],
    [
      'keeps together what a no-break space joins',
      '',
      'n next  x\u00a0start\u00a0over',
      12,
      'n next\nx start over',
    ],
    [
      'begins in a line of its own beside a long start',
      '  ✗ 1.2 affine  ',
      'not right',
      20,
      '  ✗ 1.2 affine\n      not right',
    ],
    ['breaks each of its lines', '  ', 'one two\nthree four', 7, '  one\n  two\n  three\n  four'],
  ])('%s', (_what, start, text, columns, expected) => {
    expect(wrapped(start, text, columns)).toBe(expected)
  })

  test('goes on where each of its lines begins', () => {
    expect(wrappedLines('one two\n  three four\n\nfive\n', 8)).toBe('one two\n  three\n  four\n\nfive\n')
    expect(wrappedLines('  Commands:\n    fail', Infinity)).toBe('  Commands:\n    fail')
  })

  test('colours take no room', () => {
    expect(wrapped(red('  Wrong '), red('one two'), 15)).toBe(red('  Wrong ') + red('one two'))
  })
})

describe('the lines of the parts', () => {
  const parts = progressOf([
    { todo: '1.1', state: 'passed' },
    { todo: '1.2', state: 'failed' },
    { todo: '1.3', state: 'not started', open: '1.3' },
  ])
  const linesAt = (columns: number): string[] =>
    partLines(parts, columns).flatMap((line) => stripVTControlCharacters(line).split('\n'))

  test.each([140, 110, 100, 80, 70, 60])('fit into %d columns', (columns) => {
    expect(Math.max(...linesAt(columns).map((line) => line.length))).toBeLessThanOrEqual(columns)
    expect(linesAt(columns).join('\n')).toMatch(
      /Part 1 .* 2 of 30 points\s+1 done, 1 wrong, 1 not started, 13 not run/,
    )
  })

  test('are one for each part where there is room', () => {
    expect(linesAt(140)).toHaveLength(parts.length)
    expect(linesAt(110)[0]).toMatch(/ █?░{9,10} /)
    expect(linesAt(Infinity)[0]).toContain(' █░░░░░░░░░░░░░░░░░░░ ')
  })
})

test('what is printed keeps the indentation of its lines', () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
  onTestFinished(() => printed.mockRestore())
  print('These files:\n  one.ts\n\n    two.ts')
  expect(printed).toHaveBeenCalledExactlyOnceWith('These files:\n  one.ts\n\n    two.ts')
})
