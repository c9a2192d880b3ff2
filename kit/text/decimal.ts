const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * Parses a number in decimal digits, such as `20`, `0.5` or `1e-3`, with or without spaces around it. Returns NaN for
 * anything else, even where `Number` would return a number: for `0x10`, `Infinity` and an empty text.
 */
export function decimal(text: string): number {
  const trimmed = text.trim()
  // Adding 0 turns -0 into 0.
  return DECIMAL.test(trimmed) ? Number(trimmed) + 0 : NaN
}
