import { meanOf } from '../matrices.ts'

/** What `readCurve` with a mistake gives, for each of its points. */
export function pointMistakes(
  values: readonly number[],
): Record<'first' | 'middle' | 'last', Record<string, number>> {
  const n = values.length
  const k = Math.max(1, Math.floor(n / 10))
  const up = Math.ceil(n / 10)
  const mean = (start: number, count = k): number => meanOf(values.slice(start, start + count))
  const centre = (count: number): number => Math.floor((n - count) / 2)
  return {
    first: {
      'first is the mean of the first k values; take the first alone.': mean(0),
      'first is the last value.': values[n - 1],
      'first is the second value; indices start at 0.': values[1],
      'first is the largest value.': Math.max(...values),
    },
    middle: {
      'middle is a single value: take the mean of k.': values[Math.floor(n / 2)],
      'The k values of middle start in the middle; start at (n - k) / 2, so that they surround it.': mean(
        Math.floor(n / 2),
      ),
      'The start of middle was rounded up; round (n - k) / 2 down.': mean(Math.ceil((n - k) / 2)),
      'k was rounded up; round n / 10 down.': mean(centre(up), up),
      'middle is the mean of the whole curve; take only k values.': meanOf(values),
      'middle adds up one value too many; take k values.':
        (mean(centre(k), k + 1) * Math.min(k + 1, n - centre(k))) / k,
      'middle is a sum: divide it by k.': k * mean(centre(k)),
      'middle is divided by n; divide the sum of k values by k.': (k * mean(centre(k))) / n,
      'middle and last are swapped.': mean(n - k),
    },
    last: {
      'last is a single value: take the mean of k.': values[n - 1],
      'last is the mean of the first k values; take the last k.': mean(0),
      'last leaves out the last value.': mean(Math.max(0, n - k - 1)),
      'k was rounded up; round n / 10 down.': mean(n - up, up),
      'last is the mean of all values; take the last k.': meanOf(values),
      'last is a sum: divide it by k.': k * mean(n - k),
      'last is divided by n; divide the sum of k values by k.': (k * mean(n - k)) / n,
      'last is the mean of k + 1 values; take k.': meanOf(values.slice(-k - 1)),
      'middle and last are swapped.': mean(centre(k)),
    },
  }
}
