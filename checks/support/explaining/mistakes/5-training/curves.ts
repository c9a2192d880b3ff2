import { meanOf } from '../../../definitions/matrices.ts'

/** Returns the results of mistakes in `readCurve`, for each of its points. */
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
      'readCurve/first-is-mean': mean(0),
      'readCurve/first-is-last': values[n - 1],
      'readCurve/first-is-second': values[1],
      'readCurve/first-is-largest': Math.max(...values),
    },
    middle: {
      'readCurve/middle-single': values[Math.floor(n / 2)],
      'readCurve/middle-starts-in-middle': mean(Math.floor(n / 2)),
      'readCurve/middle-start-rounded-up': mean(Math.ceil((n - k) / 2)),
      'readCurve/k-rounded-up': mean(centre(up), up),
      'readCurve/middle-of-all': meanOf(values),
      'readCurve/middle-one-more': (mean(centre(k), k + 1) * Math.min(k + 1, n - centre(k))) / k,
      'readCurve/middle-sum': k * mean(centre(k)),
      'readCurve/middle-divided-by-n': (k * mean(centre(k))) / n,
      'readCurve/middle-last-swapped': mean(n - k),
    },
    last: {
      'readCurve/last-single': values[n - 1],
      'readCurve/last-is-first': mean(0),
      'readCurve/last-without-last': mean(Math.max(0, n - k - 1)),
      'readCurve/k-rounded-up': mean(n - up, up),
      'readCurve/last-of-all': meanOf(values),
      'readCurve/last-sum': k * mean(n - k),
      'readCurve/last-divided-by-n': (k * mean(n - k)) / n,
      'readCurve/last-one-more': meanOf(values.slice(-k - 1)),
      'readCurve/middle-last-swapped': mean(centre(k)),
    },
  }
}
