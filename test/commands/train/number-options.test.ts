import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { count, counts, port, positive, wholeNumber } from '#kit/commands/train/number-options.ts'

test.for([
  ['20', 20],
  [' 5 ', 5],
  ['+5', 5],
  ['5.0', 5],
  ['5.', 5],
  ['1e1', 10],
  ['1E4', 10_000],
  ['007', 7],
] as const)('a whole number may be written as "%s"', ([text, value]) => {
  expect(count(text)).toBe(value)
})

test.for([
  ['1e-3', 0.001],
  ['.5', 0.5],
  ['2.5e+1', 25],
] as const)('a number may be written as "%s"', ([text, value]) => {
  expect(positive(text)).toBe(value)
})

test('a whole number has no sign where it is 0', () => {
  expect(wholeNumber('-0')).toBe(0)
})

test.for([
  '0x10',
  '0b11',
  '0o17',
  '',
  ' ',
  '.',
  'e3',
  '１',
  '1_000',
  "1'000",
  '1 000',
  '5n',
  'NaN',
  'Infinity',
])('"%s" is no number in decimal digits', (text) => {
  for (const read of [count, positive, wholeNumber, port, counts])
    expect(() => read(text)).toThrow(/^It must be .*, in decimal digits\.$/)
})

test.for(['-5', '0', '2.5', '1e400', '9007199254740993'])('%s is no count', (text) => {
  expect(() => count(text)).toThrow(new InvalidArgumentError('It must be a whole number of at least 1.'))
})
