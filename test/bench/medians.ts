/** Returns the median times in seconds of two functions, called in turns after two rounds to warm up. */
export function medians(first: () => unknown, second: () => unknown, rounds: number): [number, number] {
  const times: [number[], number[]] = [[], []]
  for (let round = -2; round < rounds; round++) {
    // The order alternates, because garbage collection could otherwise always hit the same function.
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const run = which === 0 ? first : second
      const start = performance.now()
      run()
      if (round >= 0) times[which].push((performance.now() - start) / 1000)
    }
  }
  const median = (values: number[]) => values.toSorted((p, q) => p - q)[values.length >> 1]
  return [median(times[0]), median(times[1])]
}
