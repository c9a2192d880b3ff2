import isUnicodeSupported from 'is-unicode-supported'

/** Some terminals have no more signs than ASCII. A file or another program takes any. */
const unicode = !process.stdout.isTTY || isUnicodeSupported()

/** The signs that are printed, as far as the terminal can show them. */
export const signs = unicode
  ? ({ right: '✓', wrong: '✗', open: '·', full: '█', empty: '░', line: '━' } as const)
  : ({ right: '+', wrong: 'x', open: '-', full: '#', empty: '.', line: '=' } as const)
