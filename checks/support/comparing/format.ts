import { formatShape, Tensor } from '#kit/tensor/index.ts'

/**
 * Formats a number with up to 6 significant digits: short enough to compare by eye, long enough to show a difference.
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return Object.is(value, -0) ? '-0' : String(value)
  const short = Number(value.toPrecision(6))
  return Math.abs(short) >= 1e-4 && Math.abs(short) < 1e9 ? String(short) : value.toExponential(3)
}

/** Formats two different numbers with as many digits as it takes to tell them apart. */
export function formatApart(a: number, b: number): [string, string] {
  const short: [string, string] = [formatNumber(a), formatNumber(b)]
  if (short[0] !== short[1]) return short
  const digits = [9, 12].find((count) => a.toPrecision(count) !== b.toPrecision(count)) ?? 17
  return [a.toPrecision(digits), b.toPrecision(digits)]
}

/** Formats any value of a case on one line if it fits: tensors with shape and elements, options as written in code. */
export function formatValue(value: unknown): string {
  if (value instanceof Tensor) return formatTensor(value)
  if (typeof value === 'number') return formatNumber(value)
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    return `[${Array.from(value as ArrayLike<unknown>, formatValue).join(', ')}]`
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${formatValue(item)}`)
      .join(', ')} }`
  }
  return typeof value === 'string' ? `'${value}'` : String(value)
}

const MOST_ELEMENTS = 64

function formatTensor(x: Tensor): string {
  const shown = x.size > MOST_ELEMENTS ? 'too many elements to show' : formatNested(x.toNested())
  return `${formatShape(x.shape)} ${shown}`
}

function formatNested(values: ReturnType<Tensor['toNested']>): string {
  return typeof values === 'number' ? formatNumber(values) : `[${values.map(formatNested).join(', ')}]`
}

/** Formats a case, one named value per line: tensors, labels and settings, but not sizes, which the shapes show. */
export const formatCase = (values: object): string =>
  Object.entries(values)
    .filter(([name, value]) => typeof value === 'object' && (!Array.isArray(value) || name === 'labels'))
    .map(([name, value]) => `    ${name} = ${formatValue(value)}`)
    .join('\n')

/** Formats a small table: columns padded to the same width, with two spaces between them. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd())
    .join('\n')
}

/** Returns the index of element `flat` in a tensor of this shape: `[1, 0, 2]`. */
export function formatIndex(flat: number, shape: readonly number[]): string {
  const index: number[] = []
  for (const length of shape.toReversed()) {
    index.unshift(flat % length)
    flat = Math.floor(flat / length)
  }
  return `[${index.join(', ')}]`
}
