/** Formats a number with two decimals at most: `2`, `2.67`. */
export const numeral = (value: number): string => String(Number(value.toFixed(2)))

/** Formats a number with its noun: `1 point`, `2 points`. */
export const quantity = (count: number, noun: string): string =>
  `${numeral(count)} ${noun}${count === 1 ? '' : 's'}`

/** Formats a share from 0 to 1: `52.3 %`. */
export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`

/** Formats a time: `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (hours > 0) return `${hours} h ${minutes % 60} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

/** Formats an estimate: `40 s`, `3 min` or `2 h 10 min`, rounded to tens of the smaller unit where that is enough. */
export function roughly(milliseconds: number): string {
  const minutes = milliseconds / 60_000
  if (minutes < 1) return `${10 * Math.ceil(6 * minutes)} s`
  if (minutes < 60) return `${Math.ceil(minutes)} min`
  return duration(60_000 * 10 * Math.ceil(minutes / 10))
}
