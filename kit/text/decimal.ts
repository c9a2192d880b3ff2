const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * The number that a text holds as people write it: in decimal digits, such as `20`, `0.5` or `1e-3`, with or without
 * spaces around it. NaN if it holds anything else, also where `Number` would find something: in `0x10`, in `Infinity` and
 * in an empty text.
 */
export function decimal(text: string): number {
  const trimmed = text.trim()
  // Not -0, which would be shown as another number than the one that it is.
  return DECIMAL.test(trimmed) ? Number(trimmed) + 0 : NaN
}
