import isUnicodeSupported from 'is-unicode-supported'

/** Whether to print more than ASCII. Some terminals cannot, but files and other programs can take anything. */
const unicode = !process.stdout.isTTY || isUnicodeSupported()

/** The printed symbols, as far as the terminal can show them. */
export const symbols = unicode
  ? ({ right: '✓', wrong: '✗', open: '·', full: '█', empty: '░', line: '━' } as const)
  : ({ right: '+', wrong: 'x', open: '-', full: '#', empty: '.', line: '=' } as const)
